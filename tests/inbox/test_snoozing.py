"""A conversation is put off, and comes back at its moment or when the client writes."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils.timezone import now

from rapport.accounts.readers import reader_for
from rapport.events.models import Event
from rapport.inbox.models import Conversation
from rapport.inbox.moments import presets
from rapport.inbox.operations import conversations, portal_messages, snoozing
from rapport.inbox.queries import listing
from rapport.notifications.models import Notification, Topic
from tests.conftest import NOW
from tests.inbox.conftest import written

pytestmark = pytest.mark.django_db
TOMORROW = NOW + timedelta(days=1)


@pytest.fixture
def talk(arrive, contact) -> Conversation:
    return arrive(written(message_id="<a@client.example>")).message.conversation


def page(name, conversation):
    return reverse(name, kwargs={"slug": "fernhill", "number": conversation.number})


def listed(member, show):
    return listing.page(listing.Question(show), reader_for(member)).conversations


def test_it_leaves_the_lists_and_stands_in_one_of_its_own(browse, member, talk):
    browser = browse(member)
    assert "Later" in browser.get(page("inbox.conversation", talk)).text
    browser.post(page("inbox.snooze", talk), {"when": "tomorrow"})
    assert listed(member, "waiting") == [] and listed(member, "snoozed") == [talk]
    inbox = reverse("inbox", kwargs={"slug": "fernhill"})
    assert "tomorrow, 09:00" in browser.get(f"{inbox}?show=snoozed").text
    assert "put off until" in browser.get(page("inbox.conversation", talk)).text
    assert Event.objects.get(verb="conversation.snoozed").facts["number"] == talk.number


def test_a_day_and_hour_are_read_in_the_persons_own_zone(browse, member, talk):
    member.user.time_zone = "Asia/Tokyo"
    member.user.save()
    day = (now() + timedelta(days=9)).date()
    browse(member).post(page("inbox.snooze", talk), {"at": f"{day}T08:30"})
    talk.refresh_from_db()
    assert talk.snoozed_until.astimezone(ZoneInfo("Asia/Tokyo")).strftime("%H:%M") == "08:30"


def test_the_presets_are_mornings_of_that_zone():
    late = datetime(2026, 3, 5, 22, 30, tzinfo=UTC)  # a Thursday
    names = {one.key: one.at for one in presets(late, ZoneInfo("UTC"))}
    assert "later" not in names, "there is no later today"
    assert names["tomorrow"] == datetime(2026, 3, 6, 9, tzinfo=UTC)
    assert names["week"] == datetime(2026, 3, 9, 9, tzinfo=UTC)
    tokyo = {one.key: one.at for one in presets(late, ZoneInfo("Asia/Tokyo"))}
    assert tokyo["later"].hour == 10 and tokyo["tomorrow"].day == 7


def test_it_comes_back_on_time_and_whoever_put_it_off_is_told(member, talk, run_jobs):
    snoozing.snooze(talk, until=TOMORROW, by=member, at=NOW)
    snoozing.wake_due(at=TOMORROW - timedelta(minutes=1))
    assert listed(member, "waiting") == []
    snoozing.wake_due(at=TOMORROW + timedelta(seconds=20))
    run_jobs()
    assert listed(member, "waiting") == [talk]
    assert Notification.objects.get(topic=Topic.RETURNED).member == member
    snoozing.wake_due(at=TOMORROW + timedelta(seconds=50))
    assert Event.objects.filter(verb="conversation.woken").count() == 1


def test_it_comes_back_as_soon_as_the_client_writes(arrive, member, talk, contact):
    snoozing.snooze(talk, until=TOMORROW, by=member, at=NOW)
    arrive(written(In_Reply_To="<a@client.example>"), minutes=9)
    assert listed(member, "waiting") == [talk]
    talk.refresh_from_db()
    snoozing.snooze(talk, until=TOMORROW, by=member, at=NOW)
    portal_messages.receive(talk, contact=contact, text="Hello?", at=NOW)
    assert listed(member, "waiting") == [talk]


def test_a_stranger_does_not_bring_it_back(arrive, member, talk):
    snoozing.snooze(talk, until=TOMORROW, by=member, at=NOW)
    arrive(written(sender="m@evil.example", In_Reply_To="<a@client.example>"), minutes=9)
    assert listed(member, "snoozed") == [talk]


def test_it_can_be_brought_back_by_hand(browse, member, talk):
    browser = browse(member)
    browser.post(page("inbox.snooze", talk), {"when": "week"})
    browser.post(page("inbox.snooze", talk) + "?undo=1")
    assert listed(member, "waiting") == [talk]


def test_what_is_closed_or_set_aside_is_put_off_no_more(member, talk):
    snoozing.snooze(talk, until=TOMORROW, by=member, at=NOW)
    conversations.close(talk, by=member, at=NOW)
    assert listed(member, "snoozed") == []
    with pytest.raises(snoozing.NotSnoozed):
        snoozing.snooze(talk, until=TOMORROW, by=member, at=NOW)


@pytest.mark.parametrize(
    "chosen",
    [{}, {"when": "never"}, {"at": "2020-01-01T09:00"}, {"at": "soon"}, {"at": "9999-01-01T00:00"}],
)
def test_no_moment_is_refused_with_a_sentence(browse, member, talk, chosen):
    answer = browse(member).post(page("inbox.snooze", talk), chosen)
    assert answer.status_code == 422 and 'class="error"' in answer.text
    talk.refresh_from_db()
    assert talk.snoozed_until is None
