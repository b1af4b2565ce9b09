"""`rapport restore FILE`: bring back a backup; outgoing mail is held until a person releases it."""

import argparse
import os
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, connections
from django.db.models import F
from django.utils.timezone import now

from rapport.cli import postgres, running
from rapport.cli.archive import DATABASE, FILES, KEY, NotABackup, unpack
from rapport.cli.database import prepare_database
from rapport.workspaces.models import Workspace

REFUSED = 2


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
        with running.alone(), tempfile.TemporaryDirectory(dir=settings.HOME) as folder:
            _check_engine(unpack(arguments.file, Path(folder)))
            put_in_place(Path(folder))
    except (NotABackup, running.IsRunning, OSError, subprocess.CalledProcessError) as error:
        print(f"Not restored: {error}. Nothing was changed.", file=sys.stderr)
        return REFUSED
    print("Restored. Outgoing mail is held: release it in Settings when all looks right.")
    return 0


def put_in_place(scratch: Path) -> None:
    """Replace database, files and key by checked ones; the database first, as it can refuse."""
    stamp = now().strftime("%Y%m%d-%H%M%S")
    connections.close_all()
    _place_database(scratch / DATABASE, stamp)
    _place_files(scratch / FILES, stamp)
    _place_key(scratch / KEY)
    prepare_database()
    # A restored system must not act on the past: mail waits, and old reply tokens open new threads.
    Workspace.objects.update(mail_held_at=now(), epoch=F("epoch") + 1)


def _check_engine(notes: dict[str, Any]) -> None:
    if notes.get("engine") != connection.vendor:
        raise NotABackup(f"it is a {notes.get('engine')} backup, this Rapport uses another engine")


def _place_database(source: Path, stamp: str) -> None:
    if connection.vendor != "sqlite":
        if _has_data():
            postgres.dump(Path(settings.HOME) / f"database.before-{stamp}")
        postgres.restore(source)
        return
    target = Path(str(connection.settings_dict["NAME"]))
    for suffix in ("", "-wal", "-shm"):
        _keep_aside(target.with_name(target.name + suffix), stamp)
    source.replace(target)


def _place_files(source: Path, stamp: str) -> None:
    root = Path(settings.MEDIA_ROOT)
    _keep_aside(root, stamp)
    if source.exists():
        source.rename(root)


def _place_key(source: Path) -> None:
    if os.environ.get("RAPPORT_SECRET_KEY"):
        return
    target = Path(settings.HOME) / "secret.key"
    source.chmod(0o600)
    source.replace(target)


def _keep_aside(path: Path, stamp: str) -> None:
    """Rename to `NAME.before-TIME`; SQLite's log keeps its place beside its database."""
    if path.exists():
        name, dash, log = path.name.partition("-")
        path.rename(path.with_name(f"{name}.before-{stamp}{dash}{log}"))


def _has_data() -> bool:
    if connection.vendor != "sqlite":
        return "workspaces_workspace" in connection.introspection.table_names()
    path = Path(str(connection.settings_dict["NAME"]))
    if not path.exists():
        return False
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
        found = database.execute(
            "select count(*) from sqlite_master where name = 'workspaces_workspace'"
        ).fetchone()[0]
    return bool(found)
