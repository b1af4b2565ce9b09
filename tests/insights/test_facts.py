"""Facts about conversations: counted as events touch them, the same as counted all anew."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rapport.calendars.models import Holiday
from rapport.inbox.models import Conversation, Message
from rapport.inbox.operations import conversations, merging, writing
from rapport.insights.models import ConversationFact
from rapport.insights.operations import counting
from tests.conftest import NOW

# NOW is a Wednesday, half past nine in UTC; the studio works from nine to five.
HOUR = timedelta(hours=1)
FIELDS = (
    "began_at",
    "last_in_at",
    "first_reply",
    "first_reply_by",
    "resolution",
    "replies",
    "reopened",
)


@pytest.fixture
def talk(make, contact, workspace):
    talk = make.conversation(contact, "Label proofs")
    Message.objects.all().delete()
    says(talk, NOW)
    return talk


def says(talk, at, kind="in", **fields):
    fields = {"sent_at": at if kind == "out" else None, **fields}
    return Message.objects.create(
        workspace=talk.workspace, conversation=talk, kind=kind, text="Hello", written_at=at,
        created_at=at, **fields,
    )  # fmt: skip


def fact(workspace, talk) -> ConversationFact | None:
    counting.recount(workspace, [talk.pk])
    return ConversationFact.objects.filter(conversation=talk).first()


def test_working_time_from_the_first_word_to_our_first_reply_and_to_the_end(
    make, workspace, talk, manager
):
    workspace.time_zone = "UTC"
    Holiday.objects.create(workspace=workspace, day=NOW.date() + timedelta(days=1), name="Off")
    says(talk, NOW + HOUR, "note")
    says(talk, NOW + HOUR, "out", is_automatic=True)
    assert fact(workspace, talk).first_reply is None
    # Thursday is a holiday: until Friday, ten o'clock, 7:30 and 1:00 hours.
    says(talk, NOW + timedelta(days=2, minutes=30), "out", author=manager)
    Conversation.objects.filter(pk=talk.pk).update(closed_at=NOW + timedelta(days=2, hours=1))
    found = fact(workspace, talk)
    assert (found.first_reply, found.first_reply_by) == (510, manager)
    assert (found.resolution, found.replies) == (540, 1)


@pytest.mark.parametrize(
    "left_out",
    [{"is_history": True}, {"is_side": True}, {"set_aside_at": NOW}, {"binned_at": NOW}],
)
def test_what_no_client_waits_on_has_no_facts(workspace, talk, left_out):
    assert fact(workspace, talk)
    Conversation.objects.filter(pk=talk.pk).update(**left_out)
    assert fact(workspace, talk) is None


def test_what_we_began_or_a_machine_wrote_has_none(make, contact, workspace, manager):
    ours = make.conversation(contact, "Hello")
    Message.objects.all().delete()
    says(ours, NOW, "out", author=manager)
    says(ours, NOW + HOUR)
    assert fact(workspace, ours) is None
    bounce = make.conversation(contact, "Returned")
    Message.objects.filter(conversation=bounce).update(is_automatic=True)
    assert fact(workspace, bounce) is None


def test_an_answer_that_has_not_left_is_none(make, workspace, talk, manager):
    says(talk, NOW + HOUR, "out", author=manager, sent_at=None)
    assert fact(workspace, talk).first_reply is None


def test_whoever_left_stays_out_of_the_figure_and_the_figure_stays(make, workspace, talk, manager):
    says(talk, NOW + HOUR, "out", author=None)
    found = fact(workspace, talk)
    assert (found.first_reply, found.first_reply_by) == (60, None)


ACTS = st.lists(
    st.tuples(
        st.sampled_from(["write", "reply", "close", "reopen", "aside", "back", "merge", "look"]),
        st.integers(0, 2),
        st.integers(1, 600),
    ),
    max_size=14,
)


@given(acts=ACTS)
@settings(
    max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True
)
def test_what_events_left_behind_equals_what_is_counted_anew(
    acts, make, contact, manager, workspace
):
    talks = [make.conversation(contact, f"Talk {n}") for n in range(3)]
    counting.recount_all(workspace)
    at = NOW
    for act, n, minutes in acts:
        at += timedelta(minutes=minutes)
        _do(act, talks[n], talks[(n + 1) % 3], manager, workspace, at)
    counting.catch_up(workspace, at=at)
    kept = _all()
    counting.recount_all(workspace)
    assert _all() == kept


def _all():
    return list(ConversationFact.objects.order_by("pk").values_list("pk", *FIELDS))


def _do(act, talk, other, manager, workspace, at):
    talk.refresh_from_db()
    other.refresh_from_db()
    by_hand = {
        "close": conversations.close, "reopen": conversations.reopen,
        "aside": conversations.set_aside, "back": conversations.take_back,
    }  # fmt: skip
    if act == "look":
        counting.catch_up(workspace, at=at)
    elif talk.merged_into_id is not None:
        return
    elif act in by_hand:
        by_hand[act](talk, by=manager, at=at)
    elif act != "merge":
        says(talk, at, "in" if act == "write" else "out")
        writing.note(talk, text="Somebody wrote.", by=manager, at=at)
    elif other.merged_into_id is None:
        merging.merge(other, talk, by=manager, at=at)
