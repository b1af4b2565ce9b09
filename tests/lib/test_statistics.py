"""The database is told how it has grown: after an import, and whenever Rapport starts."""

import pytest
from django.db import connection

from rapport.cli.database import prepare_database
from rapport.cli.main import main
from rapport.clients.models import Client
from rapport.events.models import Event
from rapport.inbox.models import Message
from rapport.lib import statistics
from rapport.search import handlers as search
from rapport.search.models import SearchDocument
from rapport.workspaces.scope import open_workspace

MAIL = "From: ines@northwind.example\nMessage-ID: <{n}@x.example>\nSubject: Proof {n}\n\nHello\n"


@pytest.fixture(autouse=True)
def uncounted(transactional_db):
    """SQLite keeps what it was told from one test to the next."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("analyze sqlite_master")  # Without it there is no such table yet.
            cursor.execute("delete from sqlite_stat1")


@pytest.fixture
def few_are_many(monkeypatch):
    """Thirty rows count like a thousand."""
    monkeypatch.setattr(statistics, "FEW", 30)


def believed(model) -> int:
    """How many rows the database plans for, by its own tables of statistics."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "select reltuples from pg_class where oid = %s::regclass", [model._meta.db_table]
            )
            return int(cursor.fetchone()[0])
        cursor.execute("select stat from sqlite_stat1 where tbl = %s", [model._meta.db_table])
        return max((int(stat.split()[0]) for (stat,) in cursor.fetchall()), default=0)


def test_after_an_import_the_database_knows_how_many_mails_came(
    few_are_many, workspace, tmp_path, capsys
):
    for n in range(37):
        (tmp_path / f"{n}.eml").write_text(MAIL.format(n=n))
    assert believed(Message) != 37
    assert main(["import", "mail", str(tmp_path), "--workspace", "fernhill"]) == 0
    assert believed(Message) == 37


def test_the_search_index_is_counted_when_an_archive_has_filled_it(
    few_are_many, workspace, tmp_path, capsys
):
    for n in range(37):
        (tmp_path / f"{n}.eml").write_text(MAIL.format(n=n))
    assert main(["import", "mail", str(tmp_path), "--workspace", "fernhill"]) == 0
    with open_workspace(workspace.pk):
        # Its own listener, without the clock that counts by the hour.
        search.mail_imported(Event.objects.get(verb="mail.imported"))
        found = SearchDocument.objects.count()
    assert found >= 37
    assert believed(SearchDocument) == found


def test_whoever_starts_rapport_finds_the_database_counted(few_are_many, make):
    for _ in range(41):
        make.client()
    assert believed(Client) != 41
    prepare_database()
    assert believed(Client) == 41


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL sees how a table grows")
def test_a_table_with_few_rows_is_not_taken_for_small_for_good(make):
    """With "2 rows" told, the full-text index was read whole for each mail after an import."""
    make.client()
    statistics.gather()
    assert believed(Client) == 0
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from sqlite_stat1 where tbl = 'search_index_data'")
        assert cursor.fetchone() == (0,)
        cursor.execute("explain query plan delete from search_index_data where id >= 1 and id <= 2")
        assert "SEARCH" in cursor.fetchone()[-1]
