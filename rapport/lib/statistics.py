"""What the database knows of its own rows, by which it chooses among indexes."""

from django.db import connection

# Rows that SQLite looks at in each index: the time it takes does not grow with the table.
LOOKED_AT = 400


def gather() -> None:
    """Count anew how far each index tells rows apart.

    SQLite, left alone, takes any index that begins with the workspace for one that leaves ten
    rows; PostgreSQL's autovacuum comes a minute after an import, or is switched off.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"pragma analysis_limit={LOOKED_AT}")
        cursor.execute("analyze")
