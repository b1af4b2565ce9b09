"""Where the mail data sets are, unpacked once a run; they stand outside the project."""

import functools
import os
import tempfile
from pathlib import Path

from tests.quality.archives import unpack

DATA = Path(os.environ.get("RAPPORT_DATA") or Path(__file__).parents[3] / "shared" / "data")


def is_there() -> bool:
    """Whether the data sets can be found."""
    return (DATA / "mail").is_dir()


@functools.cache
def unpacked(group: str) -> Path:
    """The folder with the group's archives (`mail`, `nlp`, `hostile`) unpacked; removed at exit."""
    folder = tempfile.TemporaryDirectory(prefix=f"rapport-{group}-")
    _KEPT.append(folder)
    for archive in sorted((DATA / group).glob("*.tar.xz")):
        unpack(archive, Path(folder.name))
    return Path(folder.name)


_KEPT: list[tempfile.TemporaryDirectory[str]] = []
