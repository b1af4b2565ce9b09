"""The archive of a backup: what may be in it, and how it is read without trusting it."""

import gzip
import hashlib
import json
import re
import shutil
import tarfile
import zlib
from pathlib import Path
from typing import Any

FORMAT = 1
MANIFEST, DATABASE, KEY, FILES = "manifest.json", "database", "secret.key", "files"
# A stored file is named by workspace and hash alone; no other name is ever written or read.
STORED = re.compile(r"\d+/[0-9a-f]{2}/([0-9a-f]{64})")
CHUNK = 1024 * 1024


class NotABackup(ValueError):
    """The archive cannot be restored; the message says why."""


def unpack(archive: Path, scratch: Path) -> dict[str, Any]:
    """Write the parts of an archive into an empty folder and check each; returns the manifest.

    Read to its last byte, so that the checksum of the whole is checked too.
    """
    try:
        with gzip.open(archive) as stream:
            with tarfile.open(fileobj=stream, mode="r|") as tar:
                for entry in tar:
                    _take(tar, entry, scratch)
            while stream.read(CHUNK):
                pass
    except gzip.BadGzipFile as error:
        raise NotABackup(f"this is no archive made by rapport backup ({error})") from error
    except (tarfile.TarError, EOFError, zlib.error) as error:
        raise NotABackup(f"the archive is damaged ({error})") from error
    return _check(scratch)


def digest(path: Path) -> str:
    """SHA-256 of a file."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _take(tar: tarfile.TarFile, entry: tarfile.TarInfo, scratch: Path) -> None:
    stored = STORED.fullmatch(entry.name.removeprefix(f"{FILES}/"))
    known = entry.name in (MANIFEST, DATABASE, KEY) or (stored and entry.name.startswith(FILES))
    source = tar.extractfile(entry) if known and entry.isreg() else None
    if source is None:
        raise NotABackup(f"it holds {entry.name!r}, which no backup holds")
    target = scratch / entry.name
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("xb") as out:
        shutil.copyfileobj(source, out, CHUNK)
    if stored and digest(target) != stored[1]:
        raise NotABackup(f"the file {stored[1]} in it is damaged")


def _check(scratch: Path) -> dict[str, Any]:
    try:
        notes: dict[str, Any] = json.loads((scratch / MANIFEST).read_text())
        made_as, expected = notes["format"], notes["database_sha256"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise NotABackup("this is no archive made by rapport backup") from error
    if made_as != FORMAT:
        raise NotABackup(f"the archive has format {made_as}, this Rapport reads {FORMAT}")
    if not all((scratch / name).is_file() for name in (DATABASE, KEY)):
        raise NotABackup("the archive is not whole: database or key is missing")
    if digest(scratch / DATABASE) != expected:
        raise NotABackup("the database in the archive is damaged (its checksum differs)")
    return notes
