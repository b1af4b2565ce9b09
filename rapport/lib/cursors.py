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

    def execute(self, query: Any, params: Any = None, **options: Any) -> Any:
        """Prepare it at the first time, and then only name it. Other statements of this connection
        are put together from their values, and not worth keeping."""
        self.connection.prepare_threshold = 0
        try:
            return super().execute(query, params, **{**options, "prepare": True})
        finally:
            self.connection.prepare_threshold = None


class _Unwatched(_Keeping):
    """Without Django's wrapper, which takes half as long again as the driver; its errors and its
    refusal to go on in a broken transaction are kept."""

    def __init__(self, django: Any) -> None:
        super().__init__(django.connection)
        self._django = django

    def execute(self, query: Any, params: Any = None, **options: Any) -> Any:
        """See `_Keeping`."""
        self._django.validate_no_broken_transaction()
        with self._django.wrap_database_errors:
            return super().execute(query, params, **options)


def kept_cursor(using: str = DEFAULT_DB_ALIAS) -> Any:
    """An open cursor; where statements are counted or logged, it is one of Django's."""
    connection: Any = connections[using]
    if connection.vendor != "postgresql" or not settings.PREPARED_STATEMENTS:
        return connection.cursor()
    connection.close_if_health_check_failed()
    if connection.connection is None:
        connection.ensure_connection()
    if not (connection.queries_logged or connection.execute_wrappers):
        return _Unwatched(connection)
    with connection.wrap_database_errors:
        return connection._prepare_cursor(_Keeping(connection.connection))
