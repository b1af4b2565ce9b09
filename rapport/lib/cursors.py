"""A cursor for statements that never change but in their values.

PostgreSQL parses and plans such a statement once a connection, which is most of what a short one
costs it. Whoever puts a pooler between that cannot keep them turns this off
(`RAPPORT_PREPARED_STATEMENTS`).
"""

from typing import Any

import psycopg
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.postgresql.base import ServerBindingCursor
from psycopg.pq import Format

_Base: Any = ServerBindingCursor  # its own base is the driver's, of which the stubs know nothing
# A page reads a hundred moments, all of them in UTC. Django's reader of them could put them into
# another zone, in Python; the driver's own is ten times as fast.
_MOMENT = psycopg.postgres.types["timestamptz"].oid
_READER = psycopg.adapters.get_loader(_MOMENT, Format.TEXT)


class _Keeping(_Base):  # type: ignore[misc]
    """Has the server keep each statement it is given."""

    def __init__(self, connection: Any) -> None:
        super().__init__(connection)
        self.adapters.register_loader(_MOMENT, _READER)

    def execute(self, query: Any, params: Any = None) -> Any:
        """Prepare it at the first time, and then only name it. Other statements of this connection
        are put together from their values, and not worth keeping."""
        self.connection.prepare_threshold = 0
        try:
            return super().execute(query, params, prepare=True)
        finally:
            self.connection.prepare_threshold = None


class _Unwatched(_Keeping):
    """Without Django's wrapper, which takes half as long again as the driver; its errors and its
    refusal to go on in a broken transaction are kept. A connection has one of them, for making it
    takes as long as asking: what a statement brings is read before the next one."""

    django: Any  # whoever holds the connection; a pool passes it around

    def execute(self, query: Any, params: Any = None) -> Any:
        """See `_Keeping`."""
        self.django.validate_no_broken_transaction()
        with self.django.wrap_database_errors:
            return super().execute(query, params)

    def close(self) -> None:
        """Let go of what it was given and of what it brought, and stay for the next statement."""
        self._reset()
        self._tx.set_pgresult(None)


def kept_cursor(using: str = DEFAULT_DB_ALIAS) -> Any:
    """An open cursor; where statements are counted or logged, it is one of Django's."""
    connection: Any = connections[using]
    if connection.vendor != "postgresql" or not settings.PREPARED_STATEMENTS:
        return connection.cursor()
    connection.close_if_health_check_failed()
    if connection.connection is None:
        connection.ensure_connection()
    if not (connection.queries_logged or connection.execute_wrappers):
        return _its_own(connection)
    with connection.wrap_database_errors:
        return connection._prepare_cursor(_Keeping(connection.connection))


def long_cursor() -> Any:
    """An open cursor of PostgreSQL for a statement with very long values: they are sent beside it,
    and so neither quoted here nor read letter by letter there."""
    connection: Any = connections[DEFAULT_DB_ALIAS]
    connection.ensure_connection()
    with connection.wrap_database_errors:
        return connection._prepare_cursor(_Base(connection.connection))


def _its_own(connection: Any) -> _Unwatched:
    here = vars(connection.connection)
    if "kept_cursor" not in here:
        here["kept_cursor"] = _Unwatched(connection.connection)
    cursor: _Unwatched = here["kept_cursor"]
    cursor.django = connection
    return cursor
