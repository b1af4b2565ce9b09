"""A database as plain rows, to compare two of them."""

import sqlite3
from contextlib import closing
from pathlib import Path

Rows = dict[str, set[tuple[object, ...]]]
# What a restore changes on purpose, or what no person made.
OWN_LIFE = (
    "workspaces_workspace",
    "workspaces_runningnumber",
    "django_cache",
    "events_job",
    "events_clocktick",
    "sqlite_sequence",
    "sqlite_stat1",
)


def rows(database: Path) -> Rows:
    """Every row of every table but the ones with a life of their own."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        names = connection.execute(
            "select name from sqlite_master where type = 'table' and sql not like '%VIRTUAL%'"
        ).fetchall()
        return {
            name: set(connection.execute(f'select * from "{name}"').fetchall())
            for (name,) in names
            if name not in OWN_LIFE and "_data" not in name and "_idx" not in name
        }
