"""The database connection of a thread that waits for somebody else."""

from django.db import close_old_connections, connection


def let_go() -> None:
    """Give it back to those who have something to ask: PostgreSQL gives a process few. Within a
    transaction it is kept, or what was done so far would be lost."""
    if not connection.in_atomic_block:
        close_old_connections()
