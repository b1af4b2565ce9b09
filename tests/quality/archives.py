"""Archives of data sets, unpacked without leaving the folder or its owner's rights."""

import tarfile
from pathlib import Path


def unpack(archive: Path, folder: Path) -> None:
    """Unpack a tar archive, held to data where this Python can do that (3.11.4 and later)."""
    with tarfile.open(archive) as tar:
        tar.extraction_filter = getattr(tarfile, "data_filter", None)
        tar.extractall(folder)
