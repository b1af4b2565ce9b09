"""Where the mail data sets are, unpacked once a run; they stand outside the project."""

import functools
import os
import tarfile
import tempfile
from pathlib import Path

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
        with tarfile.open(archive) as tar:
            tar.extractall(folder.name, filter="data")
    return Path(folder.name)


_KEPT: list[tempfile.TemporaryDirectory[str]] = []
