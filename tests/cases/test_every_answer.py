"""The next answer and a word from time to time, where they were agreed."""

from datetime import datetime, timedelta

import pytest

from rapport.cases.models import Case
from rapport.cases.operations import closing, opening, warning
from rapport.cases.operations.targets import set_targets
from rapport.cases.queries.clock import state_of
from rapport.cases.queries.hours import hours_of
from rapport.cases.queries.targets import Aim
from rapport.events.models import Event
from tests.cases.test_clock import MONDAY, at, conversation, office, tell

__all__ = ["conversation", "office"]


@pytest.fixture
def opened(workspace, conversation, admin, manager):
    def agree(**minutes) -> Case:
        set_targets(workspace, {3: Aim(**minutes)}, by=admin, at=MONDAY)
        return opening.open_case(conversation, kind="question", by=manager, at=at(2, 9))

    return agree


def standing(case: Case, moment: datetime) -> tuple[str, int | None]:
    case.refresh_from_db()
    state = state_of(case, hours_of(case), moment)
    return state.standing, state.minutes_left


def test_the_next_answer_has_a_time_of_its_own(opened, conversation):
    case = opened(reply=480, next=60, resolve=2400)
    tell(conversation, "message.sent", at(2, 10), turn="client")
    assert standing(case, at(2, 11)) == ("paused", None)
    tell(conversation, "message.received", at(3, 9), turn="us")
    assert standing(case, at(3, 9, 20)) == ("next", 40)
    tell(conversation, "message.received", at(3, 9, 30), turn="us")
    assert standing(case, at(3, 9, 40)) == ("next", 20), "from when they began to wait"
    tell(conversation, "message.sent", at(3, 9, 45), turn="client")
    tell(conversation, "conversation.turn_changed", at(3, 9, 50), turn="us")
    assert standing(case, at(3, 10))[0] == "resolve", "they were answered"


def test_each_answer_that_is_owed_is_told_anew(opened, conversation):
    case = opened(reply=60, next=60, resolve=2400)
    assert warning.tell_due(at=at(2, 17)) == 1
    tell(conversation, "message.sent", at(3, 8), turn="client")
    tell(conversation, "message.received", at(4, 8), turn="us")
    assert warning.tell_due(at=at(4, 8, 30)) == 0
    assert warning.tell_due(at=at(4, 8, 45)) == 1
    assert warning.tell_due(at=at(4, 9)) == 1
    case.refresh_from_db()
    assert (case.reply_owed, case.reply_told) == ("next", 100)


def test_a_word_from_time_to_time_is_owed_while_it_is_our_turn(opened, conversation):
    case = opened(reply=60, every=240, resolve=9600)
    tell(conversation, "message.sent", at(2, 8, 30), turn="client")
    tell(conversation, "conversation.turn_changed", at(2, 9), turn="us")
    assert standing(case, at(2, 9)) == ("every", 240), "the half hour with them does not count"
    assert standing(case, at(2, 13, 59)) == ("every", 1)
    assert standing(case, at(2, 14)) == ("every", -1)
    tell(conversation, "message.sent", at(2, 15), turn="client")
    tell(conversation, "conversation.turn_changed", at(2, 15), turn="us")
    assert standing(case, at(2, 15)) == ("every", 240)


def test_who_writes_into_a_closed_case_waits_for_the_next_answer(opened, conversation, manager):
    case = opened(reply=60, next=60, resolve=9600)
    tell(conversation, "message.sent", at(2, 9), turn="client")
    closing.close(case, by=manager, at=at(2, 10))
    tell(conversation, "message.received", at(5, 9), turn="us")
    assert standing(case, at(5, 9, 30)) == ("next", 30)


def test_a_missed_moment_stays_where_it_was_however_long_it_stands_after(opened, conversation):
    case = opened(reply=60, next=60, resolve=120)
    tell(conversation, "conversation.turn_changed", at(2, 11), turn="client")
    tell(conversation, "conversation.turn_changed", at(6, 11), turn="us")
    case.refresh_from_db()
    assert (case.reply_due, case.resolve_due) == (at(2, 9), at(2, 10))
    assert standing(case, at(6, 11)) == ("first", -120)


def test_the_workspace_changes_its_targets_and_no_case_that_is_open(opened, workspace, admin):
    case = opened(reply=60, resolve=120)
    set_targets(workspace, {3: Aim(reply=10, resolve=20)}, by=admin, at=at(2, 9))
    tell(case.conversation, "conversation.turn_changed", at(2, 8, 30), turn="client")
    tell(case.conversation, "conversation.turn_changed", at(3, 8), turn="us")
    case.refresh_from_db()
    assert case.reply_due == at(3, 8) + timedelta(minutes=30)


def test_nothing_agreed_is_no_clock(opened):
    case = opened()
    assert standing(case, at(9, 9)) == ("none", None)
    assert warning.tell_due(at=at(30, 9)) == 0
    assert not Event.objects.filter(verb__startswith="case.target").exists()
