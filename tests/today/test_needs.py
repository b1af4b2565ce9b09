"""Today: what needs me, ordered by what the client feels first."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate, now

from rapport.accounts.readers import reader_for
from rapport.calendars.queries.working_time import opening_hours
from rapport.cases.models import Case, Priority
from rapport.cases.operations import opening
from rapport.cases.queries.clock import state_of
from rapport.inbox.operations import writing
from rapport.promises.operations import making
from rapport.today.queries.need import Desk
from rapport.today.queries.needs import needs
from rapport.ui.words import working_duration


@pytest.fixture
def desk(manager):
    def at(member=manager, *, only_mine=False) -> Desk:
        return Desk(reader_for(member), "fernhill", now(), only_mine)

    return at


def waiting(make, contact, subject, **fields):
    """A conversation in which the client waits for us."""
    return make.conversation(contact, subject, **fields)


def late_promise(client, what, by, days=2):
    due = localdate() - timedelta(days=days)
    return making.make(making.NewPromise(client, what, due), by=by, at=now())


def titles(rows):
    return [row.title for row in rows]


def test_a_broken_promise_comes_before_a_complaint_and_that_before_a_plain_message(
    make, contact, manager, desk
):
    waiting(make, contact, "Just a question")
    talk = waiting(make, contact, "This is wrong")
    opening.open_case(
        talk, kind=Case.Kind.COMPLAINT, priority=Priority.URGENT, by=manager, at=now()
    )
    late_promise(contact.client, "Proofs", manager)
    found = titles(needs(desk()))
    assert ["Proofs" in found[0], "This is wrong" in found[1], "Just a question" in found[2]] == [
        True, True, True,
    ]  # fmt: skip


def test_every_row_says_why_and_has_one_action(make, contact, manager, desk):
    waiting(make, contact, "Just a question")
    late_promise(contact.client, "Proofs", manager)
    assert all(
        row.why and row.action and row.url.startswith("/w/fernhill/") for row in needs(desk())
    )


def test_imported_history_and_what_is_with_the_client_ask_for_nothing(make, contact, desk):
    waiting(make, contact, "Old", is_history=True)
    waiting(make, contact, "Theirs", turn="client")
    assert needs(desk()) == []


def test_mine_leaves_out_what_a_colleague_holds_and_keeps_what_nobody_holds(
    make, contact, member, manager, desk
):
    waiting(make, contact, "Held by the manager", assignee=manager)
    waiting(make, contact, "Held by nobody")
    assert titles(needs(desk(member, only_mine=True))) == ["Northwind Medical — Held by nobody"]
    assert len(needs(desk(member))) == 2


def test_a_guest_sees_only_their_projects(make, contact, guest, desk):
    project = make.project(contact.client)
    make.on_project(project, guest)
    waiting(make, contact, "In my project", project=project)
    waiting(make, contact, "Elsewhere")
    assert titles(needs(desk(guest))) == ["Northwind Medical — In my project"]


def test_another_workspace_needs_nothing_from_us(make, contact, stranger, browse):
    waiting(make, contact, "Ours")
    assert b"Ours" not in browse(stranger).get("/w/elsewhere/").content


def test_the_page_is_kind_when_there_is_nothing(owner, browse):
    page = browse(owner).get("/w/fernhill/").content.decode()
    assert "Nobody is waiting for you" in page
    assert "No active projects" in page


def test_the_page_costs_the_same_number_of_queries_for_3_and_30_of_everything(
    make, contact, manager, browse
):
    browser = browse(manager)

    def grow(count):
        for n in range(count):
            project = make.project(contact.client, f"Project {n}")
            make.task(project)
            talk = waiting(make, contact, f"Subject {n}", project=project)
            if n % 2:
                opening.open_case(talk, kind="incident", by=manager, at=now())
            late_promise(contact.client, f"Promise {n}", manager)

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert browser.get("/w/fernhill/").status_code == 200
        return len(queries)

    grow(3)
    cost()
    few = cost()
    grow(27)
    assert cost() == few


def test_a_note_of_ours_is_never_the_reason_given(make, contact, manager, desk):
    talk = waiting(make, contact, "This is wrong", preview="Please correct page 2")
    writing.note(talk, text="They always complain", by=manager, at=now())
    [row] = needs(desk())
    assert "Please correct page 2" in row.why and "complain" not in row.why


@pytest.mark.parametrize(
    "written",
    ["ラベルの記号が古いままです。" * 12, f"https://files.example/{'proof-of-the-leaflet' * 8}"],
    ids=["Japanese", "an address"],
)
def test_a_text_without_spaces_is_shown_by_its_beginning(make, contact, manager, desk, written):
    waiting(make, contact, "A question", preview=written)
    talk = waiting(make, contact, "This is wrong", preview=written)
    opening.open_case(talk, kind="incident", by=manager, at=now() - timedelta(days=30))
    rows = needs(desk())
    assert len(rows) == 2
    for row in rows:
        assert f" · {written[:89]}…" in row.why, row.title


def test_a_late_answer_is_as_late_here_as_in_the_case(make, contact, manager, desk):
    talk = waiting(make, contact, "This is wrong")
    case = opening.open_case(talk, kind="incident", by=manager, at=now() - timedelta(days=30))
    clock = state_of(case, opening_hours(case.workspace), now())
    [row] = needs(desk())
    assert f"First reply {working_duration(clock.minutes_left)} late" in row.why
