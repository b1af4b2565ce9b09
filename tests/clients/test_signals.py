"""The list of clients says at a glance who needs us: turn, complaint, mood, promise at risk."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from rapport.accounts.readers import reader_for
from rapport.cases.operations import closing, opening
from rapport.clients import queries
from rapport.clients.signals import Look
from rapport.feedback.operations import answering, inviting
from rapport.planning.models import ScheduleRow
from rapport.planning.operations import scheduling
from rapport.promises.operations import making
from rapport.promises.operations.making import NewPromise

CLIENTS = "/w/fernhill/clients/"


@pytest.fixture
def clients(make, manager):
    """One client of each kind; «Quiet» asks for nothing."""
    at = timezone.now()
    names = ["Aquiet", "Bunhappy", "Cwaiting", "Dcomplains", "Eatrisk"]
    made = {name: make.client(name) for name in names}
    people = {name: make.contact(client) for name, client in made.items()}
    day = timezone.localdate()

    talk = make.conversation(people["Bunhappy"], turn="client")
    case = opening.open_case(talk, kind="incident", by=manager, at=at)
    closing.close(case, cure="Done", by=manager, at=at)
    answering.answer(inviting.invite(case, at=at), score=1, sentence="", at=at)

    make.conversation(people["Cwaiting"])
    make.conversation(people["Cwaiting"])
    make.conversation(people["Aquiet"], is_history=True)
    make.conversation(people["Aquiet"], turn="client")

    complaint = make.conversation(people["Dcomplains"], turn="client")
    opening.open_case(complaint, kind="complaint", by=manager, at=at)

    project = make.project(made["Eatrisk"])
    task = make.task(project)
    scheduling.reschedule(project, at=at)
    ScheduleRow.objects.filter(task=task).update(forecast_finish=at + timedelta(days=9))
    late = NewPromise(made["Eatrisk"], "Beta", day + timedelta(days=2), project=project, task=task)
    making.make(late, by=manager, at=at)
    fine = NewPromise(made["Aquiet"], "Later", day + timedelta(days=20))
    making.make(fine, by=manager, at=at)
    return made


@pytest.fixture
def look(workspace, manager):
    return Look(reader_for(manager), workspace, timezone.now())


def names(look, **wanted) -> list[str]:
    return [row.client.name for row in queries.page(look, queries.Wanted(**wanted)).rows]


def test_who_needs_us_comes_first_in_the_order_the_client_feels_it(clients, look):
    assert names(look) == ["Eatrisk", "Dcomplains", "Cwaiting", "Bunhappy", "Aquiet"]


@pytest.mark.parametrize(
    ("show", "found"),
    [
        ("promise", ["Eatrisk"]),
        ("complaint", ["Dcomplains"]),
        ("waiting", ["Cwaiting"]),
        ("unhappy", ["Bunhappy"]),
    ],
)
def test_the_list_is_narrowed_to_one_kind_of_need(clients, look, show, found):
    assert names(look, show=show) == found
    assert names(look, show=show, order="name") == found


def test_those_who_wait_longest_come_first(clients, make, look):
    longer = make.client("Zlonger")
    talk = make.conversation(make.contact(longer))
    type(talk).objects.filter(pk=talk.pk).update(turn_since=talk.turn_since - timedelta(days=3))
    assert names(look, show="waiting") == ["Zlonger", "Cwaiting"]


def test_each_row_says_why_in_words(clients, manager, browse):
    page = browse(manager).get(CLIENTS).text
    for words in (
        "1 promise will slip",
        "Complaint, today",
        "2 conversations wait for us, the oldest",
        "Rated us 1 of 5, today",
    ):
        assert words in page


def test_of_one_client_is_said_first_what_they_feel_first(clients, make, manager, browse):
    make.conversation(clients["Dcomplains"].contacts.get())
    page = browse(manager).get(f"{CLIENTS}?show=complaint").text
    assert page.index("Complaint, today") < page.index("Waiting for us: wrote")


def test_the_newest_answer_counts(clients, make, manager, look):
    at = timezone.now() + timedelta(days=40)
    contact = clients["Bunhappy"].contacts.get()
    case = opening.open_case(
        make.conversation(contact, turn="client"), kind="incident", by=manager, at=at
    )
    closing.close(case, cure="Done", by=manager, at=at)
    answering.answer(inviting.invite(case, at=at), score=5, sentence="", at=at)
    assert names(look, show="unhappy") == []


@pytest.mark.parametrize(
    ("name", "need"),
    [("Cwaiting", "wait for us"), ("Dcomplains", "Complaint"), ("Eatrisk", "will slip")],
)
def test_a_guest_sees_the_needs_of_their_projects_alone(clients, make, guest, browse, name, need):
    project = make.project(clients[name])
    make.on_project(project, guest)
    rows = browse(guest).get(CLIENTS).text.partition('class="rows')[2]
    assert name in rows and need not in rows
    assert "Unhappy" not in rows and "Rated us" not in rows


def test_every_client_is_on_exactly_one_page_of_a_narrowed_list(make, look, monkeypatch):
    monkeypatch.setattr(queries, "PAGE", 3)
    for _ in range(7):
        make.conversation(make.contact(make.client()))
    seen, after = [], None
    while True:
        page = queries.page(look, queries.Wanted(show="waiting", after=after))
        seen += [row.client.pk for row in page.rows]
        after = page.after
        if after is None:
            break
    assert len(seen) == len(set(seen)) == 7


def test_a_filter_nobody_knows_shows_everybody_and_an_empty_one_says_so(make, manager, browse):
    browser = browse(manager)
    make.client("Aquiet")
    assert "Aquiet" in browser.get(f"{CLIENTS}?show=;drop").text
    page = browser.get(f"{CLIENTS}?show=unhappy").text
    assert "Aquiet" not in page and "No such client" in page


def test_the_list_asks_as_much_for_4_as_for_40_clients_with_needs(make, manager, browse):
    browser = browse(manager)

    def grow(count):
        for _ in range(count):
            make.conversation(make.contact(make.client()))

    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert browser.get(CLIENTS).status_code == 200
        return len(asked)

    grow(4)
    few = cost()
    grow(36)
    assert cost() == few
