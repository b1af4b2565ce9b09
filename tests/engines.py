"""What a database is asked: SQLite everything, another one enough to see that it does the same."""

from django.db import connection

ON_SQLITE = connection.vendor == "sqlite"


def examples(count: int) -> int:
    """So many made-up cases of a rule that a database only keeps."""
    return count if ON_SQLITE else max(5, count // 4)
