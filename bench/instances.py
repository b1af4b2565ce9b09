"""The problems of a folder: files loose in it, or packed in tar.gz archives."""

import csv
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

Row = dict[str, str]


class Damaged(ValueError):
    """A file that is no whole problem; the message says what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Instance:
    """A file: its name without the ending, the folder or archive it was in, and its text."""

    case: str
    held_in: str
    text: str


def instances(folder: Path, suffix: str) -> Iterator[Instance]:
    """Every file with this ending, however it is spelled, by its name."""
    found = [*_loose(folder, suffix), *_packed(folder, suffix)]
    yield from sorted(found, key=lambda one: one.case)


def of_set(found: list[Instance], name: str) -> list[Instance]:
    """Those that an archive or folder of a set's name holds; where there is none, all."""
    held = [one for one in found if one.held_in == name]
    return held or found


def table(path: Path) -> list[Row]:
    """The rows of a table of best known values; none where it is missing."""
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _loose(folder: Path, suffix: str) -> Iterator[Instance]:
    for path in folder.rglob("*"):
        if path.suffix.lower() == suffix and path.is_file():
            yield Instance(path.stem, path.parent.name, path.read_text(errors="replace"))


def _packed(folder: Path, suffix: str) -> Iterator[Instance]:
    for path in folder.rglob("*.tar.gz"):
        with tarfile.open(path) as archive:
            for member in archive:
                name = PurePosixPath(member.name)
                stored = archive.extractfile(member) if name.suffix.lower() == suffix else None
                if stored:
                    text = stored.read().decode(errors="replace")
                    yield Instance(name.stem, path.name.removesuffix(".tar.gz"), text)
