"""What the database knows of its own rows, by which it chooses among indexes."""

from typing import Any

from django.apps import apps
from django.db import connection

# Rows that SQLite looks at in each index: the time it takes does not grow with the table. With
# fewer, whatever many rows have in common counts as so few: of 200,000 conversations it took all
# for 400, and read them by their workspace rather than some hundreds by their ids.
LOOKED_AT = 20_000
# SQLite takes a count for true until the next one: a table that was counted with two rows is read
# whole, also when an import has filled it a minute later.
FEW = 1000


def gather() -> None:
    """Count anew how far each index tells rows apart.

    SQLite, left alone, takes any index that begins with the workspace for one that leaves ten
    rows; PostgreSQL's autovacuum comes a minute after an import, or is switched off.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            _gather_large(cursor)
        else:
            cursor.execute("analyze")


def _gather_large(cursor: Any) -> None:
    """Those of our own tables that are no longer small. The full-text index knows its way by
    itself; told how large it was once, it reads all of itself for each mail."""
    cursor.execute(f"pragma analysis_limit={LOOKED_AT}")
    for model in apps.get_models(include_auto_created=True):
        table = connection.ops.quote_name(model._meta.db_table)
        cursor.execute(f"select max(rowid) from {table}")  # noqa: S608 - a table of ours
        if (cursor.fetchone()[0] or 0) >= FEW:
            cursor.execute(f"analyze {table}")
