"""Where the bytes are: named by their own hash, in a folder a workspace, written to stay."""

import hashlib
import os
import tempfile
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from rapport.files.models import StoredFile

CHUNK = 256 * 1024
# Bytes younger than this may belong to a row that is not committed yet.
SETTLED_SECONDS = 3600


class TooManyBytes(Exception):
    """The stream went over its limit; nothing was kept of it."""


@dataclass(frozen=True, slots=True)
class Written:
    """What is safely on disk."""

    sha256: str
    size: int
    head: bytes


def place(workspace_id: int, sha256: str) -> Path:
    """The path of these bytes; made from ids and hashes alone."""
    return Path(settings.MEDIA_ROOT) / str(workspace_id) / sha256[:2] / sha256


def path_of(file: StoredFile) -> Path:
    """Where a stored file's bytes are."""
    return place(file.workspace_id, file.sha256)


def open_file(file: StoredFile) -> BinaryIO:
    """Open a stored file for reading."""
    return path_of(file).open("rb")


def read(file: StoredFile) -> bytes:
    """All bytes of a stored file."""
    return path_of(file).read_bytes()


def write(workspace_id: int, chunks: Iterable[bytes], *, limit: int) -> Written:
    """Write bytes so that they survive a power cut, then give their hash.

    A temporary file is filled and fsynced, renamed to its hash, and the folders are fsynced. The
    same bytes twice are one file.
    """
    folder = Path(settings.MEDIA_ROOT) / str(workspace_id)
    folder.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=".incoming-", dir=folder)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as out:
            written = _copy(chunks, out, limit)
            out.flush()
            os.fsync(out.fileno())
        _settle(temporary, place(workspace_id, written.sha256))
    finally:
        temporary.unlink(missing_ok=True)
    return written


def remove(workspace_id: int, sha256: str) -> bool:
    """Remove bytes that no row names, unless they were written a moment ago."""
    path = place(workspace_id, sha256)
    try:
        if time.time() - path.stat().st_mtime < SETTLED_SECONDS:
            return False
        path.unlink()
    except FileNotFoundError:
        return False
    return True


def names(workspace_id: int) -> Iterator[str]:
    """The hash of everything that is on disk for a workspace."""
    for path in (Path(settings.MEDIA_ROOT) / str(workspace_id)).glob("[0-9a-f][0-9a-f]/*"):
        yield path.name


def _copy(chunks: Iterable[bytes], out: BinaryIO, limit: int) -> Written:
    digest, size, head = hashlib.sha256(), 0, b""
    for chunk in chunks:
        size += len(chunk)
        if size > limit:
            raise TooManyBytes
        head = head or bytes(chunk[:64])
        digest.update(chunk)
        out.write(chunk)
    return Written(digest.hexdigest(), size, head)


def _settle(temporary: Path, final: Path) -> None:
    if final.exists():
        # Young again, so that a clean-up under way does not take it from under the new row.
        os.utime(final)
        return
    final.parent.mkdir(exist_ok=True)
    temporary.chmod(0o640)
    temporary.rename(final)
    for folder in (final.parent, final.parent.parent):
        _sync(folder)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
