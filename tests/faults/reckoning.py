"""What the database says from outside, and time that is made to pass."""

import sqlite3
import time
from collections.abc import Callable
from contextlib import closing

from tests.living import Home

# What the clock would do in some minutes, when nobody is left who holds anything.
LATER = """
update events_job set lease_until = '2000-01-01' where lease_until is not null;
update events_job set run_at = '2000-01-01' where name like '%send%';
update inbox_dispatch set not_before = '2000-01-01' where state in ('sending', 'waiting');
update inbox_rawmail set received_at = '2020-01-01' where outcome = 'waiting';
"""


def rows(home: Home, ask: str) -> list[tuple]:
    """What a question is answered with."""
    with closing(sqlite3.connect(home.folder / "rapport.sqlite3", timeout=30)) as database:
        return database.execute(ask).fetchall()


def count(home: Home, what: str) -> int:
    """How many rows there are, with or without a condition."""
    return int(rows(home, f"select count(*) from {what}")[0][0])


def minutes_pass(home: Home) -> None:
    """Leases run out and pauses end."""
    with closing(sqlite3.connect(home.folder / "rapport.sqlite3", timeout=30)) as database:
        database.executescript(LATER)


def until(so: Callable[[], bool], seconds: float, meanwhile: Callable[[], None] = bool) -> bool:
    """Wait for something; whether it came to be."""
    end = time.monotonic() + seconds
    while not so():
        if time.monotonic() > end:
            return False
        meanwhile()
        time.sleep(0.02)
    return True
