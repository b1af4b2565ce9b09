"""`rapport restore FILE`: bring back a backup; outgoing mail is held until a person releases it."""

import argparse
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import F
from django.utils.timezone import now

from rapport.cli.backup import FORMAT, digest
from rapport.cli.serve import prepare_database
from rapport.workspaces.models import Workspace

REFUSED = 2


class NotABackup(ValueError):
    """The archive cannot be restored; the message says why."""


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to the `rapport` command line."""
    parser = subparsers.add_parser("restore", help="bring back a backup")
    parser.add_argument("file", type=Path, help="an archive made by rapport backup")
    parser.add_argument(
        "--replace", action="store_true", help="replace what is here now (it is kept aside)"
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Restore into an empty home, or aside an old one with --replace."""
    if _has_data() and not arguments.replace:
        print(
            f"{settings.HOME} already holds data; nothing was changed. "
            "Add --replace to put the backup in its place: what is there is kept aside.",
            file=sys.stderr,
        )
        return REFUSED
    try:
        with tempfile.TemporaryDirectory(dir=settings.HOME) as folder:
            restore(arguments.file, Path(folder))
    except (NotABackup, tarfile.TarError, OSError, subprocess.CalledProcessError) as error:
        print(f"Not restored: {error}. Nothing was changed.", file=sys.stderr)
        return REFUSED
    print("Restored. Outgoing mail is held: release it in Settings when all looks right.")
    return 0


def restore(archive: Path, scratch: Path) -> None:
    """Unpack and check everything first, then put it in place, then hold outgoing mail."""
    with tarfile.open(archive) as tar:
        tar.extractall(scratch, filter="data")
    notes = _manifest(scratch)
    _check(notes, scratch)
    connection.close()
    _place_files(scratch / "files")
    _place_database(scratch / "database")
    _place_key(scratch / "secret.key")
    prepare_database()
    # A restored system must not act on the past: mail waits, and old reply tokens open new threads.
    Workspace.objects.update(mail_held_at=now(), epoch=F("epoch") + 1)


def _manifest(scratch: Path) -> dict[str, Any]:
    try:
        notes: dict[str, Any] = json.loads((scratch / "manifest.json").read_text())
    except (OSError, ValueError) as error:
        raise NotABackup("this is no archive made by rapport backup") from error
    return notes


def _check(notes: dict[str, Any], scratch: Path) -> None:
    if notes.get("format") != FORMAT:
        raise NotABackup(f"the archive has format {notes.get('format')}, this Rapport reads 1")
    if notes.get("engine") != connection.vendor:
        raise NotABackup(f"it is a {notes.get('engine')} backup, this Rapport uses another engine")
    if digest(scratch / "database") != notes.get("database_sha256"):
        raise NotABackup("the database in the archive is damaged (its checksum differs)")


def _place_database(source: Path) -> None:
    if connection.vendor != "sqlite":
        subprocess.run(
            ["pg_restore", "--clean", "--if-exists", "--no-owner", "--single-transaction",
             f"--dbname={settings.DATABASE_URL}", str(source)],
            check=True,
        )  # fmt: skip
        return
    target = Path(str(settings.DATABASES["default"]["NAME"]))
    for suffix in ("", "-wal", "-shm"):
        _keep_aside(target.with_name(target.name + suffix))
    source.replace(target)


def _place_files(source: Path) -> None:
    root = Path(settings.MEDIA_ROOT)
    _keep_aside(root)
    if source.exists():
        shutil.move(source, root)


def _place_key(source: Path) -> None:
    if os.environ.get("RAPPORT_SECRET_KEY"):
        return
    target = Path(settings.HOME) / "secret.key"
    target.write_text(source.read_text())
    target.chmod(0o600)


def _keep_aside(path: Path) -> None:
    if path.exists():
        stamp = now().strftime("%Y%m%d-%H%M%S")
        path.rename(path.with_name(f"{path.name}.before-{stamp}"))


def _has_data() -> bool:
    if connection.vendor == "sqlite":
        path = Path(str(settings.DATABASES["default"]["NAME"]))
        if not path.exists():
            return False
        with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as database:
            found = database.execute(
                "select count(*) from sqlite_master where name = 'workspaces_workspace'"
            ).fetchone()[0]
        return bool(found)
    return "workspaces_workspace" in connection.introspection.table_names()
