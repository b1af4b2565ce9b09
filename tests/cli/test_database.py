"""The tables that we make quickly are those that Django makes."""

import sqlite3
from contextlib import closing

import pytest

from tests.living import Home
from tests.prepared import MIGRATE

PLAINLY = """
from django.core.management import call_command
call_command("migrate", verbosity=0, interactive=False)
call_command("createcachetable", verbosity=0)
"""


def schema(home: Home) -> list[tuple[str, ...]]:
    with closing(sqlite3.connect(home.folder / "rapport.sqlite3")) as made:
        return made.execute("select type, name, sql from sqlite_master order by 1, 2").fetchall()


# Twenty seconds, most of them Django's own.
@pytest.mark.slow
def test_the_tables_are_those_that_django_makes(tmp_path):
    ours, plain = Home(tmp_path / "ours"), Home(tmp_path / "plain")
    ours.python(MIGRATE)
    plain.python(PLAINLY)
    assert schema(ours) == schema(plain)
    assert len(schema(ours)) > 300
