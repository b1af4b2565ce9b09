"""The same round trip where the data is in PostgreSQL."""

from uuid import uuid4

import psycopg
import pytest

from tests.backup.conftest import FOUND, PREPARE
from tests.living import Home
from tests.services import absent

SERVER = "postgres://postgres@127.0.0.1:5432"


@pytest.fixture
def database():
    """Makes an empty database, as often as it is called."""
    names = []
    try:
        server = psycopg.connect(f"{SERVER}/postgres", autocommit=True, connect_timeout=2)
    except psycopg.OperationalError:
        absent("PostgreSQL on loopback")

    def make() -> str:
        names.append(f"rapport_backup_{uuid4().hex[:12]}")
        server.execute(f"create database {names[-1]}")
        return f"{SERVER}/{names[-1]}"

    with server:
        yield make
        for name in names:
            server.execute(f"drop database {name} with (force)")


def test_a_dump_comes_back_with_mail_held(database, tmp_path):
    archive = tmp_path / "rapport.tar.gz"
    first = Home(tmp_path / "first", DATABASE_URL=database())
    first.python(PREPARE + FOUND)
    made = first.run("backup", str(archive))
    assert made.returncode == 0, made.stderr

    address = database()
    second = Home(tmp_path / "second", DATABASE_URL=address)
    done = second.run("restore", str(archive))
    assert done.returncode == 0, done.stderr
    with psycopg.connect(address) as connection:
        ask = "select name, epoch, mail_held_at is not null from workspaces_workspace"
        assert connection.execute(ask).fetchall() == [("Fernhill Studio", 2, True)]
        assert connection.execute("select email from accounts_user").fetchall() == [
            ("olive@fernhill.example",)
        ]
    assert second.run("restore", str(archive)).returncode == 2, "data is there: refused"
    replaced = second.run("restore", "--replace", str(archive))
    assert replaced.returncode == 0, replaced.stderr
    assert list(second.folder.glob("database.before-*")), "what was there is kept aside"
