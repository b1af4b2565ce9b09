"""The database is told how it has grown: after an import, and whenever Rapport starts."""

from django.db import connection

from rapport.cli.database import prepare_database
from rapport.cli.main import main
from rapport.clients.models import Client
from rapport.inbox.models import Message

MAIL = "From: ines@northwind.example\nMessage-ID: <{n}@x.example>\nSubject: Proof {n}\n\nHello\n"


def believed(model) -> int:
    """How many rows the database plans for, by its own tables of statistics."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "select reltuples from pg_class where oid = %s::regclass", [model._meta.db_table]
            )
            return int(cursor.fetchone()[0])
        cursor.execute("analyze sqlite_master")  # Without a first analysis there is no table.
        cursor.execute("select stat from sqlite_stat1 where tbl = %s", [model._meta.db_table])
        return max((int(stat.split()[0]) for (stat,) in cursor.fetchall()), default=0)


def test_after_an_import_the_database_knows_how_many_mails_came(
    transactional_db, workspace, tmp_path, capsys
):
    for n in range(37):
        (tmp_path / f"{n}.eml").write_text(MAIL.format(n=n))
    assert believed(Message) != 37
    assert main(["import", "mail", str(tmp_path), "--workspace", "fernhill"]) == 0
    assert believed(Message) == 37


def test_whoever_starts_rapport_finds_the_database_counted(transactional_db, make):
    for _ in range(41):
        make.client()
    assert believed(Client) != 41
    prepare_database()
    assert believed(Client) == 41
