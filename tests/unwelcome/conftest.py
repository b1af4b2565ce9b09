"""The command line as a person uses it, and a disk that is nearly full."""

import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from rapport.cli.main import main
from tests.backup.conftest import lived_in
from tests.services import absent

__all__ = ["lived_in"]


@dataclass(frozen=True)
class Said:
    """How a command ended and every word it said."""

    status: int
    text: str


@pytest.fixture
def say(workspace, capsys) -> Callable[..., Said]:
    """Run `rapport WORDS --workspace fernhill` in this process."""

    def run(*words: object) -> Said:
        status = main([*map(str, words), "--workspace", "fernhill"])
        heard = capsys.readouterr()
        return Said(status, heard.out + heard.err)

    return run


@pytest.fixture
def small_disk(tmp_path) -> Iterator[Callable[[int], Path]]:
    """A file system of so many MB of its own; skipped where mounting is not permitted."""
    mounted: list[Path] = []

    def make(megabytes: int) -> Path:
        place = tmp_path / f"disk{len(mounted)}"
        place.mkdir()
        command = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(place)]
        if subprocess.run(command, capture_output=True, check=False).returncode:
            absent("the right to mount a small disk")
        mounted.append(place)
        return place

    yield make
    for place in mounted:
        subprocess.run(["umount", "-l", str(place)], check=False)
