"""Data that may be packed: a folder or a file as it is, an archive unpacked while it is used."""

import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def unpacked(place: Path) -> Iterator[Path]:
    """Where the data of a place is."""
    if place.suffix not in (".xz", ".gz"):
        yield place
        return
    with tempfile.TemporaryDirectory() as folder:
        with tarfile.open(place) as archive:
            # Held to data where this Python can do that (3.11.4 and later).
            archive.extraction_filter = getattr(tarfile, "data_filter", None)
            archive.extractall(folder)
        yield Path(folder)
