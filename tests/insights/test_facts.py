"""Facts about conversations: counted as events touch them, the same as counted all anew."""

from datetime import UTC, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rapport.calendars.models import Holiday
from rapport.cases.operations import opening
from rapport.inbox.models import Conversation, Message
from rapport.inbox.operations import conversations, merging, writing
from rapport.insights.models import ConversationFact, PackedDay
from rapport.insights.operations import counting, packing
from rapport.insights.queries import packed
from rapport.insights.queries.exchanges import Narrowing, clients, facts, known
from rapport.insights.queries.page import service
from rapport.insights.queries.period import Period
from rapport.lib.reader import Reader
from rapport.lib.roles import Role
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


NARROWINGS = (
    Narrowing(), Narrowing(client="-"), Narrowing(channel="mail"), Narrowing(kind="question"),
    Narrowing(tier=0),
)  # fmt: skip
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
    assert not PackedDay.objects.exclude(layout=packed.LAYOUT).exists()
    kept, shown = _all(), _shown(workspace, at)
    PackedDay.objects.all().delete()
    assert _shown(workspace, at) == shown
    counting.recount_all(workspace)
    assert (_all(), _shown(workspace, at)) == (kept, shown)


def _all():
    return list(ConversationFact.objects.order_by("pk").values_list("pk", *FIELDS))


def _shown(workspace, at) -> list:
    """All figures of the page over all this time, and as some choices narrow it."""
    shown = Period(NOW.date(), at.date(), ZoneInfo("Asia/Kathmandu"))
    reader = Reader(workspace.pk, Role.OWNER)
    return [service(reader, shown, narrowing, None) for narrowing in NARROWINGS]


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


@pytest.fixture
def days(make, contact, workspace, manager, member):
    """Conversations of three days, of two clients and of nobody, by two people, on two channels,
    with and without a case; counted and packed."""
    other = make.contact(make.client("Kestrel", "KES"), "Kim", "kim@kestrel.example")
    Message.objects.all().delete()
    for n, who in enumerate([contact, other, other, contact]):
        talk = make.conversation(who, f"Talk {n}")
        Message.objects.filter(conversation=talk).delete()
        at = NOW + n * 8 * HOUR
        says(talk, at)
        says(talk, at + HOUR, "out", author=(manager, member)[n % 2])
        fields = {"channel": "phone"} if n > 1 else {"client": None} if n == 0 else {}
        Conversation.objects.filter(pk=talk.pk).update(**fields)
        if n == 2:
            opening.open_case(talk, kind="incident", by=manager, at=at)
    counting.recount_all(workspace)
    return Period(NOW.date(), NOW.date() + timedelta(days=2), UTC)


def test_packed_days_are_narrowed_as_the_lists_behind_them(days, workspace, manager, member):
    reader = Reader(workspace.pk, Role.OWNER)
    assert PackedDay.objects.count() == 2
    for narrowing, n in (
        (Narrowing(), 4), (Narrowing(client="-"), 1), (Narrowing(client="KES"), 2),
        (Narrowing(client="NONE"), 0), (Narrowing(channel="phone"), 2),
        (Narrowing(person=member.pk), 2), (Narrowing(kind="incident"), 1),
        (Narrowing(kind="-"), 3), (Narrowing(tier=0), 4), (Narrowing(tier=9), 0),
        (Narrowing(client="KES", channel="phone", person=manager.pk), 1),
    ):  # fmt: skip
        found, _before = known(reader, days, narrowing, clients(reader))
        assert len(found.exchanges) == facts(reader, days, narrowing).count() == n, narrowing


def test_a_fact_that_went_without_a_word_is_missed_and_its_day_packed_anew(days, workspace):
    reader = Reader(workspace.pk, Role.OWNER)
    assert packing.mark_wrong(workspace) == 0
    Conversation.objects.filter(subject="Talk 1").delete()
    assert packing.mark_wrong(workspace) == 1
    assert service(reader, days, Narrowing(), None).now.conversations == 3
    assert packing.pack() == 1
    assert service(reader, days, Narrowing(), None).now.conversations == 3


def test_packs_of_an_older_layout_are_not_read_and_packed_anew(days, workspace):
    PackedDay.objects.update(layout=packed.LAYOUT + 1, columns=b"something else")
    reader = Reader(workspace.pk, Role.OWNER)
    assert service(reader, days, Narrowing(), None).now.conversations == 4
    assert packing.pack() == 2


def test_days_are_the_readers_at_both_ends_of_a_packed_day(days, workspace):
    reader = Reader(workspace.pk, Role.OWNER)
    # NOW is Wednesday half past nine; the others began at 17:30, and on Thursday at 1:30 and 9:30.
    for zone, n in (("UTC", 2), ("Asia/Kathmandu", 2), ("America/New_York", 3)):
        day = Period(NOW.date(), NOW.date(), ZoneInfo(zone))
        assert service(reader, day, Narrowing(), None).now.conversations == n
