"""Constants written into a statement, where the planner has to know them.

PostgreSQL plans a kept statement for good only if the plan holds for whatever values come. An
index over the rows that have one state is then out of question, unless the statement itself says
that state. SQLite looks at the values when it plans.
"""

from collections.abc import Sequence
from typing import Any

from django.db import connection


def settled(sql: str, places: Sequence[Any], *, is_open: type) -> tuple[str, tuple[Any, ...]]:
    """The statement with every value written out that is not of the type `is_open`."""
    if connection.vendor != "postgresql":
        return sql, tuple(places)
    said = [
        "%s" if isinstance(value, is_open) else _literal(value).replace("%", "%%")
        for value in places
    ]
    pieces = sql.split("%s")
    if len(pieces) != len(places) + 1:
        raise ValueError("a statement has as many values as places")
    whole = "".join(piece + value for piece, value in zip(pieces, [*said, ""], strict=True))
    return whole, tuple(value for value in places if isinstance(value, is_open))


def _literal(value: Any) -> str:
    return str(connection.ops.compose_sql("%s", [value]))  # type: ignore[attr-defined]
