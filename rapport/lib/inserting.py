"""Insert single rows by statements that are put into words once.

Django builds each INSERT anew from its fields, which costs several times what the database needs
for it. The words depend on the model alone, so they are kept; values still go through their fields.
"""

from collections.abc import Sequence
from typing import Any

from django.db import connections, models, router
from django.db.models.sql.compiler import SQLInsertCompiler
from django.db.models.sql.subqueries import InsertQuery

from rapport.lib.cursors import kept_cursor

# (database, model, number of fields) → the statement and what it returns.
_words: dict[tuple[str, type, int], tuple[str, Any]] = {}
_endings: dict[tuple[str, type, int, str], str] = {}


class InsertedSwiftly:
    """Put this before `models.Model` in the bases of what is written often."""

    def _do_insert(
        self, manager: Any, using: str, fields: Any, returning_fields: Any, raw: bool
    ) -> list[tuple[Any, ...]]:
        """Django's own hook for the INSERT of one row; the unusual goes Django's way."""
        connection = connections[using]
        values = [getattr(self, f.attname) if raw else f.pre_save(self, True) for f in fields]
        if len(returning_fields) != 1 or any(hasattr(v, "resolve_expression") for v in values):
            return super()._do_insert(manager, using, fields, returning_fields, raw)  # type: ignore[misc,no-any-return]
        key = (connection.vendor, type(self), len(fields))
        if key not in _words:
            _words[key] = _in_words(self, using, fields, returning_fields)
        words, returned = _words[key]
        prepared = [
            field.get_db_prep_save(value, connection)
            for field, value in zip(fields, values, strict=True)
        ]
        with kept_cursor(connection.alias) as cursor:
            cursor.execute(words, prepared)
            return [connection.ops.fetch_returned_insert_columns(cursor, returned)]  # type: ignore[attr-defined]


def _in_words(row: Any, using: str, fields: Any, returning_fields: Any) -> tuple[str, Any]:
    query = InsertQuery(type(row))
    query.insert_values(fields, [row], raw=True)
    compiler: SQLInsertCompiler = query.get_compiler(using)
    compiler.returning_fields = returning_fields
    [(words, _)] = compiler.as_sql()
    return words, compiler.returning_params


def insert_unless_there(*rows: models.Model) -> int:
    """Insert rows of one model and pass over those that are there already; returns how many were
    not. A single new one learns its key."""
    cursor = _insert(rows, "ON CONFLICT DO NOTHING RETURNING {pk}")
    with cursor:
        made = cursor.fetchall()
    if len(rows) == len(made) == 1:
        rows[0].pk = made[0][0]
    return len(made)


def insert_or_change(row: models.Model, *, key: Sequence[str], change: Sequence[str]) -> None:
    """Insert a row, or change these columns of the one that has its key."""
    columns = ", ".join(f"{name} = excluded.{name}" for name in change)
    _insert((row,), f"ON CONFLICT ({', '.join(key)}) DO UPDATE SET {columns}").close()


def _insert(rows: Sequence[models.Model], ending: str) -> Any:
    """Names in `ending` are columns of ours that need no quotes."""
    meta = type(rows[0])._meta
    connection = connections[router.db_for_write(type(rows[0]))]
    fields = [f for f in meta.concrete_fields if f is not meta.auto_field]
    key = (connection.vendor, type(rows[0]), len(rows), ending)
    if key not in _endings:
        qn = connection.ops.quote_name
        columns = ", ".join(qn(str(f.column)) for f in fields)
        places = ", ".join([f"({', '.join(['%s'] * len(fields))})"] * len(rows))
        ended = ending.format(pk=qn(str(meta.pk.column)))
        _endings[key] = f"INSERT INTO {qn(meta.db_table)} ({columns}) VALUES {places} {ended}"  # noqa: S608
    values = [f.get_db_prep_save(f.pre_save(row, True), connection) for row in rows for f in fields]
    cursor = kept_cursor(connection.alias)
    cursor.execute(_endings[key], values)
    return cursor
