"""`rapport backup FILE`: database and files in one archive, consistent while in use."""

import argparse
import hashlib
import io
import json
import os
import sqlite3
import subprocess
import sys
import tarfile
import tempfile
from contextlib import closing
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils.timezone import now

from rapport import __version__

FORMAT = 1
FAILED = 1


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to the `rapport` command line."""
    parser = subparsers.add_parser("backup", help="write database and files to one archive")
    parser.add_argument("file", type=Path, help="the archive to write, such as rapport.tar.gz")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Write the archive beside its name first, so that a half-written one never has that name."""
    target: Path = arguments.file
    partial = target.with_name(f".{target.name}.partial")
    try:
        count = write(partial)
        partial.replace(target)
    except (OSError, subprocess.CalledProcessError, sqlite3.Error) as error:
        partial.unlink(missing_ok=True)
        print(f"No backup was made: {error}. What was there before is untouched.", file=sys.stderr)
        return FAILED
    print(f"Backup of the database and {count} files is in {target}")
    return 0


def write(target: Path) -> int:
    """Write an archive; returns the number of files in it.

    The database comes first: every file that a row names was on disk before the row, and files
    are never changed, so what is copied afterwards holds all that the copied rows need.
    """
    with tempfile.TemporaryDirectory(dir=settings.HOME) as folder:
        database = Path(folder) / "database"
        dump_database(database)
        handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with (
            os.fdopen(handle, "wb") as stream,
            tarfile.open(fileobj=stream, mode="w:gz", compresslevel=3) as archive,
        ):
            _add_bytes(archive, "manifest.json", json.dumps(manifest(database)).encode())
            archive.add(database, "database")
            _add_bytes(archive, "secret.key", settings.SECRET_KEY.encode())
            count = _add_files(archive)
            stream.flush()
        _sync(target)
    return count


def manifest(database: Path) -> dict[str, object]:
    """What the archive is, so that a restore can tell whether it fits."""
    return {
        "format": FORMAT,
        "version": __version__,
        "engine": connection.vendor,
        "made_at": now().isoformat(),
        "database_sha256": digest(database),
    }


def dump_database(target: Path) -> None:
    """A consistent copy: SQLite's online backup, or pg_dump's snapshot."""
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        with closing(sqlite3.connect(target)) as copy:
            connection.connection.backup(copy)
        return
    subprocess.run(
        ["pg_dump", "--format=custom", "--no-owner", f"--file={target}", settings.DATABASE_URL],
        check=True,
    )


def digest(path: Path) -> str:
    """SHA-256 of a file."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _add_files(archive: tarfile.TarFile) -> int:
    root = Path(settings.MEDIA_ROOT)
    paths = sorted(path for path in root.rglob("*") if path.is_file()) if root.exists() else []
    for path in paths:
        archive.add(path, f"files/{path.relative_to(root)}")
    return len(paths)


def _add_bytes(archive: tarfile.TarFile, name: str, content: bytes) -> None:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = len(content), 0o600
    archive.addfile(entry, io.BytesIO(content))


def _sync(path: Path) -> None:
    with path.open("rb") as stream:
        os.fsync(stream.fileno())
