"""What we told them: made once, settled once, moved with the old day kept."""

from datetime import date, timedelta

import pytest

from rapport.events.models import Event
from rapport.lib.reader import Reader
from rapport.lib.roles import Role
from rapport.lib.visibility import Visibility
from rapport.promises.models import Promise
from rapport.promises.operations import making, settling
from rapport.promises.operations.making import CannotPromise, NewPromise
from rapport.promises.queries.keeping import keeping
from tests.conftest import NOW

DUE = date(2026, 3, 10)
ON_TIME = NOW
LATE = NOW + timedelta(days=7)


@pytest.fixture
def promise(make, client_company, manager) -> Promise:
    return making.make(NewPromise(client_company, "Beta", DUE), by=manager, at=NOW)


def verbs() -> list[str]:
    return list(Event.objects.order_by("id").values_list("verb", flat=True))


def test_a_promise_is_numbered_and_told_to_the_stream_without_its_words(promise, manager):
    assert (promise.number, promise.made_by, promise.is_open) == (1, manager, True)
    event = Event.objects.get()
    assert event.verb == "promise.made"
    assert event.facts == {"number": 1, "side": "us", "due_on": "2026-03-10"}
    assert event.client_id == promise.client_id


def test_noting_the_same_words_of_a_message_twice_is_one_promise(make, contact, manager):
    message = make.message(make.conversation(contact))
    new = NewPromise(contact.client, "Beta", DUE, message=message)
    assert making.make(new, by=manager, at=NOW) == making.make(new, by=manager, at=NOW)
    assert verbs() == ["promise.made"]


def test_a_project_of_another_client_is_refused(make, client_company, manager):
    new = NewPromise(client_company, "Beta", DUE, project=make.project())
    with pytest.raises(CannotPromise):
        making.make(new, by=manager, at=NOW)


@pytest.mark.parametrize(("at", "state"), [(ON_TIME, "kept"), (LATE, "late")])
def test_kept_after_its_day_is_kept_late(promise, manager, at, state):
    settling.keep(promise, by=manager, at=at)
    settling.keep(promise, by=manager, at=at)
    promise.refresh_from_db()
    assert promise.state == state
    assert verbs() == ["promise.made", "promise.kept"]


def test_a_settled_promise_is_not_settled_otherwise(promise, manager):
    settling.keep(promise, by=manager, at=NOW)
    settling.break_(promise, by=manager, at=NOW)
    promise.refresh_from_db()
    assert promise.state == "kept"


def test_moving_with_consent_moves_what_is_owed(promise, contact, manager):
    later = DUE + timedelta(days=5)
    settling.move(promise, to=later, consent=contact, by=manager, at=NOW)
    promise.refresh_from_db()
    assert (promise.due_on, promise.owed_on) == (later, later)
    assert promise.was_due[0]["due_on"] == "2026-03-10"
    assert promise.was_due[0]["consent"] == contact.pk
    settling.keep(promise, by=manager, at=NOW + timedelta(days=9))
    assert promise.state == "kept"


def test_moving_without_consent_keeps_the_agreed_day(promise, manager):
    settling.move(promise, to=DUE + timedelta(days=5), consent=None, by=manager, at=NOW)
    assert promise.owed_on == DUE
    settling.keep(promise, by=manager, at=NOW + timedelta(days=9))
    assert promise.state == "late"


def test_nobody_of_another_client_can_agree(promise, make, manager):
    somebody = make.contact(make.client())
    with pytest.raises(settling.CannotMove):
        settling.move(promise, to=DUE + timedelta(1), consent=somebody, by=manager, at=NOW)


def test_withdrawn_counts_neither_way_and_overdue_counts_against_us(make, client_company, manager):
    def promised(days: int) -> Promise:
        new = NewPromise(client_company, f"Day {days}", NOW.date() + timedelta(days))
        return making.make(new, by=manager, at=NOW)

    settling.keep(promised(1), by=manager, at=NOW)
    settling.withdraw(promised(1), by=manager, at=NOW)
    settling.break_(promised(1), by=manager, at=NOW)
    promised(-1)
    promised(9)
    record = keeping(Promise.objects.all(), today=NOW.date())
    assert (record.kept, record.broken, record.overdue, record.open) == (1, 1, 1, 1)
    assert record.rate == 33


def test_opening_again_takes_back_what_was_said(promise, manager):
    settling.break_(promise, by=manager, at=NOW)
    settling.reopen(promise, by=manager, at=NOW)
    promise.refresh_from_db()
    assert (promise.state, promise.settled_at) == ("open", None)


def test_a_contact_sees_shown_promises_of_their_own_company_alone(make, contact, manager, promise):
    hidden = NewPromise(contact.client, "Inside", DUE, visibility=Visibility.INTERNAL)
    making.make(hidden, by=manager, at=NOW)
    making.make(NewPromise(make.client(), "Others", DUE), by=manager, at=NOW)
    assert list(Promise.objects.visible_to(contact.reader)) == [promise]


def test_a_guest_sees_promises_of_their_projects_alone(workspace, promise, make, client_company):
    project = make.project(client_company)
    reader = Reader(workspace.pk, Role.GUEST, project_ids=frozenset({project.pk}))
    assert not Promise.objects.visible_to(reader).exists()
