"""An answer inside its undo window counts; taken back, the clock comes back."""

from datetime import UTC, datetime, timedelta

import pytest

from rapport.cases.models import Case
from rapport.cases.operations import opening, undoing, warning
from rapport.events.models import Event
from rapport.inbox.models import Dispatch
from rapport.inbox.operations import sending, taking_back, writing
from rapport.inbox.operations.letters import Letter

pytestmark = pytest.mark.django_db
WROTE = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)  # the builders' conversation began then
LATER = datetime(2026, 3, 9, 9, 0, tzinfo=UTC)


@pytest.fixture
def conversation(make, contact):
    return make.conversation(contact)


@pytest.fixture
def answer(conversation, member, contact):
    def write(at=LATER):
        letter = Letter("Here it is.", to=(("", contact.email),))
        return writing.reply(conversation, letter=letter, by=member, at=at)

    return write


def late(at) -> bool:
    warning.tell_due(at=at)
    return (
        Case.objects.breached(at).exists()
        or Event.objects.filter(verb="case.target_missed").exists()
    )


def leave(message, at):
    dispatch = Dispatch.objects.get(message=message)
    Dispatch.objects.filter(pk=dispatch.pk).update(state="sending", attempts=1)
    dispatch.refresh_from_db()
    sending.deliver_locally(dispatch, at=at)


def test_a_case_made_while_the_answer_is_leaving_is_not_late(conversation, answer, member):
    message = answer()
    soon = LATER + timedelta(seconds=4)
    case = opening.open_case(conversation, kind="incident", by=member, at=soon)
    assert case.first_replied_at == LATER and not late(soon)
    leave(message, LATER + timedelta(seconds=11))
    case.refresh_from_db()
    assert case.first_replied_at == LATER and case.paused_since == LATER
    assert not late(LATER + timedelta(days=30))


def test_taken_back_the_clock_counts_from_when_the_client_wrote(conversation, answer, member):
    message = answer()
    soon = LATER + timedelta(seconds=4)
    case = opening.open_case(conversation, kind="incident", by=member, at=soon)
    taking_back.take_back(message, by=member, at=soon)
    case.refresh_from_db()
    assert case.first_replied_at is None and case.paused_since is None
    assert case.clock_from == WROTE and late(soon)


def test_a_running_clock_stands_while_the_answer_is_leaving(conversation, answer, member):
    case = opening.open_case(conversation, kind="incident", by=member, at=WROTE)
    written = case.reply_due - timedelta(seconds=5)
    message = answer(at=written)
    after = case.reply_due + timedelta(seconds=6)
    assert not late(after)
    leave(message, after)
    case.refresh_from_db()
    assert case.first_replied_at == after and not late(after)


def test_a_running_clock_goes_on_as_if_nothing_was_when_it_is_taken_back(
    conversation, answer, member
):
    case = opening.open_case(conversation, kind="incident", by=member, at=WROTE)
    due, written = case.reply_due, case.reply_due - timedelta(seconds=5)
    message = answer(at=written)
    taking_back.take_back(message, by=member, at=written + timedelta(seconds=8))
    case.refresh_from_db()
    assert case.paused_since is None and case.pauses == [] and case.reply_due == due
    assert late(written + timedelta(seconds=8))


def test_with_two_answers_leaving_one_may_be_taken_back(conversation, answer, member):
    case = opening.open_case(conversation, kind="incident", by=member, at=WROTE)
    first = answer()
    answer(at=LATER + timedelta(seconds=2))
    taking_back.take_back(first, by=member, at=LATER + timedelta(seconds=3))
    case.refresh_from_db()
    assert case.paused_since == LATER


def test_an_answer_that_nobody_got_counts_for_nothing(conversation, answer, member):
    case = opening.open_case(conversation, kind="incident", by=member, at=WROTE)
    message = answer()
    dispatch = Dispatch.objects.get(message=message)
    refused = dict.fromkeys(dispatch.recipients, "refused: 550 no")
    sending._record(dispatch, sending.smtp.Handed(refused), LATER)
    case.refresh_from_db()
    assert case.paused_since is None and case.first_replied_at is None


def test_an_answer_that_is_stuck_stops_no_clock_for_long(conversation, answer, member):
    case = opening.open_case(conversation, kind="incident", by=member, at=WROTE)
    answer()
    undoing.after_stuck_replies(at=LATER + timedelta(seconds=30))
    case.refresh_from_db()
    assert case.paused_since == LATER
    Dispatch.objects.update(attempts=1, not_before=LATER + timedelta(minutes=5))
    undoing.after_stuck_replies(at=LATER + timedelta(minutes=3))
    case.refresh_from_db()
    assert case.paused_since is None
