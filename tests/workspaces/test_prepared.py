"""Questions put into SQL once ask what the query asks, of the open workspace and no other."""

from datetime import UTC, datetime

import pytest
from django.db import DataError, IntegrityError, connection, transaction
from django.db.models import F

from rapport.clients.models import Client, Contact
from rapport.lib.cursors import kept_cursor
from rapport.lib.inserting import insert_or_change, insert_unless_there
from rapport.workspaces import scope
from rapport.workspaces.prepared import Change, Question, Tally
from tests.builders import Make

AT = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)
NAMED = Question(lambda name: Client.objects.filter(name=name).order_by("pk"))
PEOPLE = Question(
    lambda emails: (
        Contact.objects.filter(email__in=emails).select_related("client").order_by("email")
    )
)
KEYS = Question(lambda name: Client.objects.filter(name=name).values_list("key", "created_at"))
RENAME = Change(
    lambda pk, *_: Client.objects.filter(pk=pk, binned_at=None),
    lambda _, name, at: {"name": name, "binned_at": at},
)


def client_in(workspace, name: str) -> Client:
    with scope.open_workspace(workspace.pk):
        return Client.objects.create(workspace=workspace, name=name, key="K", created_at=AT)


def test_a_question_kept_for_one_workspace_is_never_asked_of_another(workspace, make):
    ours, other = make.client(name="Same"), Make.workspace("Other", "other")
    theirs = client_in(other, "Same")
    assert NAMED("Same") == [ours]
    with scope.open_workspace(other.pk):
        assert NAMED("Same") == [theirs]
        assert RENAME(ours.pk, "Taken", AT) == 0
    assert NAMED("Same") == [ours]


def test_what_a_kept_question_would_get_wrong_is_refused(make):
    with pytest.raises(ValueError, match="None"):
        NAMED(None)
    for build in (
        lambda: Client.objects.annotate(initial=F("key")),
        lambda: Client.objects.prefetch_related("contacts"),
    ):
        with pytest.raises(ValueError, match="without annotations"):
            Question(build)()


@pytest.mark.django_db
def test_a_question_outside_any_workspace_is_refused():
    with pytest.raises(scope.NoWorkspaceOpen):
        NAMED("Same")


def test_rows_come_as_the_query_gives_them(make, django_assert_num_queries):
    client = make.client(name="Harbour")
    ann, ben = (make.contact(client, email=f"{who}@harbour.example") for who in ("ann", "ben"))
    with django_assert_num_queries(1):
        found = PEOPLE(["ann@harbour.example", "ben@harbour.example", "cy@harbour.example"])
        assert [person.client.name for person in found] == ["Harbour", "Harbour"]
    assert found == [ann, ben]
    assert found[0].created_at == ann.created_at
    assert PEOPLE(["ben@harbour.example"]) == [ben]
    assert KEYS("Harbour") == [(client.key, client.created_at)]
    assert KEYS.first("Nobody") is None


def test_a_change_is_made_where_its_condition_holds(make):
    client = make.client(name="Old")
    assert RENAME(client.pk, "New", AT) == 1
    assert RENAME(client.pk, "Newer", AT) == 0
    client.refresh_from_db()
    assert (client.name, client.binned_at) == ("New", AT)


def test_a_row_is_inserted_as_django_does_it(workspace, make):
    made = Client(workspace=workspace, name="Ümläut ✓", key="NEW", created_at=AT)
    made.save()
    assert Client.objects.get(pk=made.pk).name == "Ümläut ✓"
    assert Client.objects.get(pk=made.pk).created_at == AT
    with pytest.raises(ValueError, match="F\\(\\)"):
        Client(workspace=workspace, name=F("key"), key="X", created_at=AT).save()


def test_what_is_there_already_is_passed_over(workspace, scope):
    first = Client(workspace=workspace, name="First", key="ONE", created_at=AT)
    again = Client(workspace=workspace, name="Again", key="ONE", created_at=AT)
    other = Client(workspace=workspace, name="Other", key="TWO", created_at=AT)
    assert insert_unless_there(first) == 1
    assert first.pk is not None
    assert insert_unless_there(again, other) == 1
    assert sorted(Client.objects.values_list("name", flat=True)) == ["First", "Other"]
    assert insert_unless_there(again) == 0


def test_what_is_there_already_is_changed_in_the_columns_named(workspace, scope):
    for name in ("First", "Second"):
        row = Client(workspace=workspace, name=name, key="ONE", industry=name, created_at=AT)
        insert_or_change(row, key=["workspace_id", "key"], change=["name"])
    [kept] = Client.objects.all()
    assert (kept.name, kept.industry) == ("Second", "First")


@pytest.mark.django_db(transaction=True)
def test_a_double_is_refused_by_the_database(workspace, make):
    client = make.client()
    with pytest.raises(IntegrityError):
        Client(workspace=workspace, name="x", key=client.key, created_at=AT).save()


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite keeps them by itself")
def test_the_server_keeps_a_statement_unless_told_otherwise(make, settings):
    make.client(name="Harbour")
    settings.PREPARED_STATEMENTS = False
    assert len(NAMED("Harbour")) == 1
    assert not _kept_about("clients_client")
    settings.PREPARED_STATEMENTS = True
    assert [len(NAMED("Harbour")), len(NAMED("Nobody"))] == [1, 0]
    assert len(_kept_about("clients_client")) == 1


def _kept_about(table: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("select statement from pg_prepared_statements")
        return [
            words for (words,) in cursor.fetchall() if words.startswith("SELECT") and table in words
        ]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has none")
def test_the_cursor_that_stays_for_kept_statements_holds_no_answer(make):
    with kept_cursor() as first:
        first.execute("select %s", ["a"])
        assert first.fetchall() == [("a",)]
    assert first.pgresult is None
    with pytest.raises(DataError), transaction.atomic(), kept_cursor() as again:
        assert again is first
        again.execute("select 1 / %s", [0])
    assert len(NAMED("Nobody")) == 0


def test_rows_are_counted_no_further_than_the_query_goes(make):
    for _ in range(4):
        make.client(name="Twin")
    assert Tally(lambda name: Client.objects.filter(name=name))("Twin") == 4
    assert Tally(lambda name: Client.objects.filter(name=name)[:3])("Twin") == 3
    assert Tally(lambda name: Client.objects.filter(name=name))("Nobody") == 0


def test_constants_stand_in_the_statement_as_they_are(make):
    """Per cent signs and quotes in them are themselves and no places for values."""
    odd = "100 %s of it's 'gone' %"
    client = make.client(name=odd)
    asked = Question(lambda pk: Client.objects.filter(pk=pk, name=odd, name__contains="0 %s o"))
    assert asked(client.pk) == [client]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite looks at the values")
def test_the_server_is_told_the_constants_so_that_it_plans_once(make):
    asked = Question(lambda key: Client.objects.filter(key=key, name="A constant"))
    asked("K")
    with connection.cursor() as cursor:
        cursor.execute(
            "select count(*) from pg_prepared_statements where statement like '%''A constant''%'"
        )
        assert cursor.fetchone() == (1,)
