"""The clock of a case: business hours, pauses on the client's turn, the first reply."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from rapport.calendars.models import Holiday, WorkingPeriod
from rapport.calendars.queries.working_time import opening_hours
from rapport.cases.models import Case
from rapport.cases.operations import changing, clock, closing, opening, replying, warning
from rapport.cases.operations.targets import set_targets
from rapport.cases.queries.clock import state_of
from rapport.cases.queries.targets import Aim
from rapport.cases.tasks import watch_targets
from rapport.engine.business_time import working_minutes
from rapport.events.actor import SYSTEM
from rapport.events.models import Event
from rapport.events.operations.stream import publish
from rapport.inbox.models import Conversation
from rapport.inbox.operations import conversations, portal_messages, snoozing

MONDAY = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)  # the builders' conversation began then


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 3, day, hour, minute, tzinfo=UTC)


@pytest.fixture(autouse=True)
def office(workspace, scope):
    """Eight to twelve and one to five, from Monday to Friday."""
    WorkingPeriod.objects.bulk_create(
        WorkingPeriod(workspace=workspace, weekday=weekday, starts=time(starts), ends=time(ends))
        for weekday in range(1, 6)
        for starts, ends in ((8, 12), (13, 17))
    )


@pytest.fixture
def conversation(make, contact):
    return make.conversation(contact)


@pytest.fixture
def case(conversation, manager) -> Case:
    return opening.open_case(conversation, kind="incident", by=manager, at=at(2, 9))


def tell(conversation: Conversation, verb: str, moment: datetime, turn: str | None = None) -> None:
    """What the inbox does: change the conversation, then publish."""
    rows = Conversation.objects.filter(pk=conversation.pk)
    if turn:
        rows.update(turn=turn, turn_since=moment)
    if verb == "message.received":
        rows.update(closed_at=None)
    first = conversation.messages.values_list("pk", flat=True).first()
    facts = {"message": first, "is_new": False}
    publish(verb, subject=conversation, by=SYSTEM, at=moment, facts=facts)


def verbs() -> list[str]:
    found = Event.objects.filter(verb__startswith="case.").order_by("id")
    return list(found.values_list("verb", flat=True))


def test_targets_count_business_minutes_from_the_moment_the_client_began_to_wait(case, contact):
    assert (case.number, case.reference, case.reporter) == (1, "NWM-1", contact)
    assert case.clock_from == MONDAY
    assert case.reply_due == at(2, 17)
    assert case.resolve_due == at(6, 17)


def test_a_conversation_has_one_case(case, conversation, manager):
    again = opening.open_case(conversation, kind="complaint", by=manager, at=at(3, 9))
    assert (again, again.kind) == (case, "incident")
    assert verbs() == ["case.opened"]


def test_holidays_and_own_hours_move_the_targets(workspace, conversation, manager):
    WorkingPeriod.objects.filter(starts=time(13)).delete()
    Holiday.objects.create(workspace=workspace, day=date(2026, 3, 3), name="Away")
    case = opening.open_case(conversation, kind="incident", by=manager, at=at(2, 9))
    assert case.reply_due == at(4, 12)


def test_imported_history_starts_no_clock(make, contact, manager):
    old = make.conversation(contact, is_history=True)
    case = opening.open_case(old, kind="incident", by=manager, at=at(9, 9))
    assert (case.clock_from, case.reply_due, case.resolve_due) == (None, None, None)
    tell(old, "conversation.turn_changed", at(9, 10), turn="client")
    tell(old, "conversation.turn_changed", at(10, 10), turn="us")
    assert warning.tell_due(at=at(30, 9)) == 0


def test_the_clock_stands_still_on_the_clients_turn(case, conversation):
    tell(conversation, "conversation.turn_changed", at(2, 10), turn="client")
    case.refresh_from_db()
    assert case.paused_since == at(2, 10)
    tell(conversation, "message.received", at(4, 9), turn="us")
    case.refresh_from_db()
    assert case.paused_since is None
    assert clock.worked_minutes(case, at=at(4, 9)) == 120
    assert case.reply_due == at(4, 16)


def test_a_case_that_was_put_off_goes_on_when_the_client_writes(
    case, conversation, contact, member
):
    """Its turn was theirs from ten to two, with an hour of lunch: three working hours stood still,
    however long it was to be out of sight."""
    tell(conversation, "conversation.turn_changed", at(2, 10), turn="client")
    conversation.refresh_from_db()
    snoozing.snooze(conversation, until=at(9, 9), by=member, at=at(2, 10))
    case.refresh_from_db()
    due, stood = case.resolve_due, case.paused_since
    portal_messages.receive(conversation, contact=contact, text="Here it is.", at=at(2, 14))
    case.refresh_from_db()
    conversation.refresh_from_db()
    assert (stood, conversation.snoozed_until) == (at(2, 10), None)
    assert case.paused_since is None
    hours = opening_hours(case.workspace)
    assert working_minutes(due, case.resolve_due, hours) == 180


@pytest.mark.parametrize("turn", ["us", "third", "nobody"])
def test_only_the_clients_turn_pauses(case, conversation, turn):
    tell(conversation, "conversation.turn_changed", at(2, 10), turn=turn)
    case.refresh_from_db()
    assert case.paused_since is None


def test_what_is_left_and_what_was_worked_add_up_to_the_target(workspace, case, conversation):
    moments = [at(2, 9, 17), at(2, 16, 59), at(3, 12, 30), at(4, 8, 1), at(5, 7), at(5, 15, 45)]
    for number, moment in enumerate(moments):
        turn = "client" if number % 2 == 0 else "us"
        tell(conversation, "conversation.turn_changed", moment, turn=turn)
        case.refresh_from_db()
        if turn == "us":
            left = working_minutes(moment, case.resolve_due, opening_hours(workspace))
            assert left + clock.worked_minutes(case, at=moment) == 2400


def test_the_first_reply_is_recorded_once_and_pauses(case, conversation):
    tell(conversation, "message.sent", at(2, 11), turn="client")
    tell(conversation, "message.sent", at(2, 15), turn="client")
    case.refresh_from_db()
    assert case.first_replied_at == at(2, 11)
    event = Event.objects.get(verb="case.replied")
    assert event.facts == {"number": 1, "minutes": 180}


def test_a_case_opened_after_our_answer_waits_for_the_client(make, contact, manager):
    answered = make.conversation(contact, turn="client")
    case = opening.open_case(answered, kind="request", by=manager, at=at(3, 9))
    assert (case.first_replied_at, case.paused_since) == (MONDAY, MONDAY)


def test_another_priority_sets_new_targets_from_the_same_start(case, manager):
    changing.change(case, kind="complaint", priority=1, by=manager, at=at(2, 9))
    case.refresh_from_db()
    assert (case.kind, case.reply_due) == ("complaint", at(2, 9))
    changing.change(case, kind="complaint", priority=1, by=manager, at=at(2, 9))
    assert verbs() == ["case.opened", "case.changed"]


def test_own_targets_hold_for_new_cases(workspace, conversation, admin, manager):
    set_targets(workspace, {3: Aim(30, 60)}, by=admin, at=MONDAY)
    case = opening.open_case(conversation, kind="incident", by=manager, at=at(2, 9))
    assert (case.reply_due, case.resolve_due) == (at(2, 8, 30), at(2, 9))


def test_closing_keeps_cause_and_cure_and_says_how_long_it_took(case, manager):
    closing.close(case, cause="Wrong colour", cure="New proof", by=manager, at=at(2, 14))
    closing.close(case, cause="Other", by=manager, at=at(2, 15))
    case.refresh_from_db()
    assert (case.cause, case.cure, case.closed_by) == ("Wrong colour", "New proof", manager)
    assert case.conversation.closed_at == at(2, 14), "the conversation is over with it"
    event = Event.objects.get(verb="case.closed")
    assert (event.facts["minutes"], event.facts["history"]) == (300, False)
    assert "Wrong colour" not in str(event.facts)


def test_a_case_opens_again_when_the_client_writes_again(case, conversation, manager):
    closing.close(case, by=manager, at=at(2, 12))
    tell(conversation, "message.received", at(3, 12), turn="us")
    case.refresh_from_db()
    assert case.closed_at is None
    assert clock.worked_minutes(case, at=at(3, 13)) == 240, "the day it was closed does not count"
    assert case.resolve_due == at(9, 17)
    assert verbs()[-1] == "case.reopened"


def test_closing_and_opening_the_conversation_does_the_same_to_the_case(
    case, conversation, manager
):
    conversations.close(conversation, by=manager, at=at(2, 12))
    case.refresh_from_db()
    assert (case.closed_at, case.closed_by) == (at(2, 12), manager)
    conversations.reopen(conversation, by=manager, at=at(2, 14))
    case.refresh_from_db()
    assert case.closed_at is None


def test_the_case_moves_with_its_conversation(case, conversation, make, manager):
    project = make.project(conversation.client)
    conversations.link(
        conversation, client=conversation.client, project=project, by=manager, at=at(2, 9)
    )
    case.refresh_from_db()
    assert case.project == project


def test_a_target_is_told_near_once_and_missed_once(case, run_jobs):
    assert warning.tell_due(at=at(2, 13)) == 0
    assert [warning.tell_due(at=at(2, 15, 1)) for _ in range(2)] == [1, 0]
    assert [warning.tell_due(at=at(2, 17)) for _ in range(2)] == [1, 0]
    told = Event.objects.filter(verb__startswith="case.target_").order_by("id")
    assert [(e.verb, e.facts["target"]) for e in told] == [
        ("case.target_near", "reply"),
        ("case.target_missed", "reply"),
    ]


def test_paused_replied_or_closed_cases_are_not_warned_about(case, conversation, manager):
    tell(conversation, "message.sent", at(2, 9, 30), turn="client")
    assert warning.tell_due(at=at(27, 9)) == 0
    tell(conversation, "message.received", at(2, 9, 31), turn="us")
    assert warning.tell_due(at=at(2, 17)) == 0, "the reply was given"
    closing.close(case, by=manager, at=at(3, 9))
    assert warning.tell_due(at=at(27, 9)) == 0


def test_a_target_put_off_by_priority_is_told_again_when_it_is_missed_again(case, manager):
    warning.tell_due(at=at(2, 17))
    changing.change(case, kind="incident", priority=4, by=manager, at=at(2, 17))
    assert warning.tell_due(at=at(3, 17)) == 1
    assert verbs().count("case.target_missed") == 2


def test_the_clock_task_looks_into_every_workspace(case):
    watch_targets()
    assert "case.target_missed" in verbs()


def test_the_state_says_what_is_due_next(workspace, case):
    hours = opening_hours(workspace)
    state = state_of(case, hours, at(2, 16))
    assert (state.standing, state.minutes_left, state.warn, state.missed) == (
        "first", 60, True, False,
    )  # fmt: skip
    assert state_of(case, hours, at(2, 17)).missed
    replying.note_reply(case, at=at(2, 16))
    assert state_of(case, hours, at(2, 17)).standing == "resolve"
    case.paused_since = at(2, 16)
    assert state_of(case, hours, at(2, 17)).standing == "paused"


def test_what_is_due_next_stands_first(make, contact, case, manager):
    urgent = opening.open_case(
        make.conversation(contact), kind="incident", priority=1, by=manager, at=at(2, 9)
    )
    waiting = opening.open_case(
        make.conversation(contact, turn="client"), kind="incident", by=manager, at=at(2, 9)
    )
    old = opening.open_case(
        make.conversation(contact, is_history=True), kind="incident", by=manager, at=at(2, 9)
    )
    assert list(Case.objects.open().by_next_due()) == [urgent, case, waiting, old]


def test_missed_means_passed_and_running(case, conversation):
    assert not Case.objects.breached(at(2, 17)).exists()
    assert Case.objects.breached(at(2, 17) + timedelta(minutes=1)).exists()
    tell(conversation, "conversation.turn_changed", at(2, 16), turn="client")
    assert not Case.objects.breached(at(9, 9)).exists()
