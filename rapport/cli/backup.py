"""`rapport backup FILE`: database and files in one archive, consistent while in use."""

import argparse
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
from rapport.cli import postgres
from rapport.cli.archive import DATABASE, FILES, FORMAT, KEY, MANIFEST, STORED, digest

FAILED = 1


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to the `rapport` command line."""
    parser = subparsers.add_parser("backup", help="write database and files to one archive")
    parser.add_argument("file", type=Path, help="the archive to write, such as rapport.tar.gz")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Write the archive beside its name first, so that a half-written one never has that name."""
    target: Path = arguments.file
    if refusal := _refusal(target):
        print(f"No backup was made: {refusal}", file=sys.stderr)
        return FAILED
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


def _refusal(target: Path) -> str:
    """Why this cannot become an archive; empty where it can."""
    if not target.parent.is_dir():
        return f"there is no folder {target.parent}. Make it first, or name another."
    if not os.access(target.parent, os.W_OK | os.X_OK):
        return f"you may not write in {target.parent.absolute()}. Name another folder."
    if target.is_dir():
        return f"{target} is a folder. Name a file in it, such as {target / 'rapport.tar.gz'}."
    if target.exists() and not target.is_file():
        return f"{target} is no file but a device or a pipe, and would be replaced. Name a file."
    return ""


def write(target: Path) -> int:
    """Write an archive; returns the number of files in it.

    The database comes first: every file that a row names was on disk before the row, and files
    are never changed, so what is copied afterwards holds all that the copied rows need.
    """
    with tempfile.TemporaryDirectory(dir=settings.HOME) as folder:
        database = Path(folder) / "database"
        dump_database(database)
        target.unlink(missing_ok=True)
        handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as stream:
            with tarfile.open(fileobj=stream, mode="w:gz", compresslevel=3) as archive:
                _add_bytes(archive, MANIFEST, json.dumps(manifest(database)).encode())
                archive.add(database, DATABASE)
                _add_bytes(archive, KEY, settings.SECRET_KEY.encode())
                count = _add_files(archive)
            stream.flush()
            os.fsync(stream.fileno())
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
    if connection.vendor != "sqlite":
        postgres.dump(target)
        return
    connection.ensure_connection()
    with closing(sqlite3.connect(target)) as copy:
        connection.connection.backup(copy)
        # A copy is one file: nothing of it may stay behind in a log beside it.
        copy.execute("pragma journal_mode=delete")


def _add_files(archive: tarfile.TarFile) -> int:
    """Add what is stored; a file let go of meanwhile is named by no row of the copy."""
    root, count = Path(settings.MEDIA_ROOT), 0
    for path in sorted(root.rglob("*")):
        name = str(path.relative_to(root))
        if not STORED.fullmatch(name):
            continue
        try:
            archive.add(path, f"{FILES}/{name}", recursive=False)
        except FileNotFoundError:
            continue
        count += 1
    return count


def _add_bytes(archive: tarfile.TarFile, name: str, content: bytes) -> None:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = len(content), 0o600
    archive.addfile(entry, io.BytesIO(content))
