"""A database with all its tables, made once a run and copied by whoever needs one.

To migrate takes seconds, and each process of a run and each home of a test would do it again.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

import psycopg
from django.db.backends.postgresql.operations import DatabaseOperations
from pytest import TempPathFactory

from tests.living import Home
from tests.once import once

MIGRATE = """
from rapport.cli.database import migrate
from django.core.management import call_command
migrate()
call_command("createcachetable", verbosity=0)
"""
IN_MEMORY = "file:rapport-tests?mode=memory&cache=shared"

Settings = dict[str, Any]


def prepared_home(factory: TempPathFactory) -> Path:
    """The folder of an installation on SQLite that was migrated and never used."""
    return once(factory, "migrated", lambda folder: _migrate(folder))


def prepare(database: Settings, factory: TempPathFactory) -> None:
    """Have the tables made that the tests on this database will copy."""
    if _is_sqlite(database):
        prepared_home(factory)
    else:
        once(factory, "template", lambda folder: _make_template(folder, database))


@contextmanager
def copied(database: Settings, factory: TempPathFactory) -> Iterator[None]:
    """Inside it, Django's test runner makes its database as a copy, migrating nothing."""
    prepare(database, factory)
    database["TEST"]["MIGRATE"] = False
    if not _is_sqlite(database):
        database["TEST"]["TEMPLATE"] = _template(database)
        with patch.object(DatabaseOperations, "sql_flush", _emptied):
            yield
        return
    database["TEST"]["NAME"] = IN_MEMORY
    # Threads of a live server share the memory: a reader need not wait for a table's lock, which
    # SQLite there refuses at once.
    options = database.setdefault("OPTIONS", {})
    options["init_command"] = options.get("init_command", "") + "PRAGMA read_uncommitted=1;"
    source = prepared_home(factory) / "rapport.sqlite3"
    # It lives as long as somebody is connected to it.
    with closing(sqlite3.connect(IN_MEMORY, uri=True)) as memory:
        with closing(sqlite3.connect(source)) as made:
            made.backup(memory)
        yield


def _emptied(
    operations: DatabaseOperations, _style: object, tables: list[str], **_: bool
) -> list[str]:
    """What empties the tables that a test filled: to truncate all of them takes half a second."""
    quoted = [operations.quote_name(table) for table in tables]
    ask = " union all ".join(
        f"(select {number} where exists (select from {table}))"
        for number, table in enumerate(quoted)
    )
    with operations.connection.cursor() as cursor:
        cursor.execute(ask)
        # Their foreign keys are looked at when the transaction ends.
        return [f"delete from {quoted[number]};" for (number,) in cursor.fetchall()]


def drop_template(database: Settings) -> None:
    """Leave nothing behind on the server."""
    if not _is_sqlite(database):
        with _server(database) as server:
            server.execute(f'drop database if exists "{_template(database)}"')


def _make_template(folder: Path, database: Settings) -> None:
    drop_template(database)
    with _server(database) as server:
        server.execute(f'create database "{_template(database)}"')
    _migrate(folder, DATABASE_URL=_url(database, _template(database)))


def _migrate(folder: Path, **variables: str) -> None:
    Home(folder, **variables).python(MIGRATE)


def _template(database: Settings) -> str:
    return f"test_{database['NAME']}_template"


def _server(database: Settings) -> "psycopg.Connection[Any]":
    return psycopg.connect(_url(database, "postgres"), autocommit=True)


def _url(database: Settings, name: str) -> str:
    secret = f":{database['PASSWORD']}" if database["PASSWORD"] else ""
    port = f":{database['PORT']}" if database["PORT"] else ""
    return f"postgres://{database['USER']}{secret}@{database['HOST']}{port}/{name}"


def _is_sqlite(database: Settings) -> bool:
    return bool(database["ENGINE"].endswith("sqlite3"))
