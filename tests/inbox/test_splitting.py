"""One conversation becomes two: from a message on into a new one."""

from datetime import timedelta

import pytest
from django.urls import reverse

from rapport.cases.operations import opening
from rapport.events.models import Event
from rapport.inbox.models import Conversation, CustomField, Message
from rapport.inbox.operations import field_values, labelling, labels, prioritising, splitting
from rapport.lib.priority import Priority
from rapport.lib.visibility import Turn
from rapport.portal.queries.messages import shown
from tests.conftest import NOW
from tests.inbox.conftest import written

pytestmark = pytest.mark.django_db
SOON = NOW + timedelta(minutes=40)


@pytest.fixture
def talk(arrive, contact) -> Conversation:
    """Ines about the leaflet, Paul about the symbol, and Ines about another matter."""
    arrive(written(message_id="<a@client.example>", Cc="Paul <paul@northwind.example>"))
    arrive(
        written(
            sender="Paul <paul@northwind.example>", In_Reply_To="<a@client.example>",
            text="The symbol is wrong.\n", message_id="<p@client.example>",
        ),
        minutes=10,
    )  # fmt: skip
    last = arrive(
        written(
            In_Reply_To="<a@client.example>", References="<a@client.example>",
            message_id="<n@client.example>", subject="Invoice", text="And the invoice?\n",
        ),
        minutes=20,
    )  # fmt: skip
    return last.message.conversation


@pytest.fixture
def last(talk) -> Message:
    return talk.messages.get(message_id="<n@client.example>")


def page(name, conversation, **kwargs):
    return reverse(name, kwargs={"slug": "fernhill", "number": conversation.number, **kwargs})


def test_it_is_done_from_a_message_on_a_page_that_shows_what_goes(browse, member, talk, last):
    browser = browse(member)
    where = page("inbox.split", talk, pk=last.pk)
    text = browser.get(page("inbox.conversation", talk)).text
    assert where in text
    assert page("inbox.split", talk, pk=talk.messages.order_by("pk")[0].pk) not in text
    asking = browser.get(where).text
    assert "And the invoice?" in asking and "The symbol is wrong." not in asking
    answer = browser.post(where, {"subject": "Your invoice"})
    new = Conversation.objects.get(subject="Your invoice")
    assert answer.url.endswith(page("inbox.conversation", new))
    assert "And the invoice?" in browser.get(answer.url).text
    assert "And the invoice?" not in browser.get(page("inbox.conversation", talk)).text


def test_both_show_what_their_own_messages_say(member, talk, last):
    act = splitting.split(talk, since=last, by=member, at=SOON)
    new = Conversation.objects.get(pk=act.target_id)
    talk.refresh_from_db()
    assert new.preview == "And the invoice?" and new.client == talk.client
    assert talk.preview == "The symbol is wrong." and talk.correspondent == "Paul"
    assert talk.last_message_at == last.written_at - timedelta(minutes=10)
    assert new.turn == talk.turn == Turn.US


def test_later_answers_find_the_one_their_message_went_to(arrive, member, talk, last):
    new = splitting.split(talk, since=last, by=member, at=SOON).target
    answer = written(
        In_Reply_To="<n@client.example>", References="<a@client.example> <n@client.example>"
    )
    assert arrive(answer, minutes=30).message.conversation == new
    other = arrive(written(In_Reply_To="<p@client.example>"), minutes=31)
    assert other.message.conversation == talk


def test_only_who_wrote_or_got_something_of_it_takes_part(member, talk, last, make, contact):
    paul = make.contact(contact.client, "Paul", "paul@northwind.example")
    new = splitting.split(talk, since=last, by=member, at=SOON).target
    assert list(new.participants.values_list("email", flat=True)) == [contact.email]
    assert new in Conversation.objects.visible_to(contact.reader)
    assert new not in Conversation.objects.visible_to(paul.reader)
    assert [message.pk for message in shown(new, contact)] == [last.pk]


def test_the_first_message_cannot_be_split_off(browse, member, talk):
    first = talk.messages.order_by("pk")[0]
    refused = browse(member).post(page("inbox.split", talk, pk=first.pk))
    assert refused.status_code == 422 and "choose a later message" in refused.text
    assert Conversation.objects.count() == 1


def test_it_can_be_put_back(browse, member, talk, last, arrive):
    before = Conversation.objects.filter(pk=talk.pk).values().get()
    browser = browse(member)
    browser.post(page("inbox.split", talk, pk=last.pk), {"subject": "Your invoice"})
    new = Conversation.objects.get(subject="Your invoice")
    beside = browser.get(page("inbox.around", new)).text
    assert f"Put it back into #{talk.number}" in beside
    act = Event.objects.get(verb="conversation.split").facts["act"]
    browser.post(page("inbox.unsplit", new, pk=act))
    assert Conversation.objects.filter(pk=talk.pk).values().get() == before
    assert talk.messages.count() == 3
    assert browser.get(page("inbox.conversation", new)).url == page("inbox.conversation", talk)
    again = arrive(written(In_Reply_To="<n@client.example>"), minutes=30)
    assert again.message.conversation == talk


def test_what_came_to_it_since_is_put_back_too(arrive, member, talk, last):
    act = splitting.split(talk, since=last, by=member, at=SOON)
    arrive(written(In_Reply_To="<n@client.example>", text="Thanks!\n"), minutes=45)
    splitting.take_back(act, by=member, at=SOON)
    talk.refresh_from_db()
    assert talk.messages.count() == 4 and talk.preview == "Thanks!"


def test_the_case_stays_and_its_clock_follows(member, make, contact, talk, last):
    sent = make.message(talk, kind="out", author=member, to=[["", contact.email]])
    moment = last.written_at - timedelta(minutes=5)
    Message.objects.filter(pk=sent.pk).update(written_at=moment, sent_at=moment)
    case = opening.open_case(talk, kind="incident", by=member, at=NOW)
    splitting.split(talk, since=last, by=member, at=SOON)
    case.refresh_from_db()
    assert case.conversation.turn == Turn.CLIENT and case.paused_since is not None


def test_nobody_splits_what_they_do_not_see(browse, stranger, guest, talk, last):
    where = page("inbox.split", talk, pk=last.pk)
    assert browse(stranger).post(where).status_code == 404
    assert browse(guest).post(where).status_code in (403, 404)


def test_the_new_one_is_sorted_alike_and_taken_back_without_doubles(talk, last, manager):
    label = labels.make(talk.workspace, "Print", by=manager, at=NOW)
    labelling.put(talk, label, by=manager, at=NOW)
    prioritising.set_priority(talk, to=Priority.HIGH, by=manager, at=NOW)
    colour = CustomField.objects.create(
        workspace=talk.workspace, name="Colour", kind="text", created_at=NOW
    )
    field_values.fill_in(talk, {colour: "teal"}, by=manager, at=NOW)
    act = splitting.split(talk, since=last, by=manager, at=NOW)
    new = act.target
    assert new.priority == Priority.HIGH
    assert [row.label for row in new.labellings.all()] == [label]
    assert [row.value for row in new.field_values.all()] == ["teal"]
    splitting.take_back(act, by=manager, at=SOON)
    assert talk.labellings.count() == talk.field_values.count() == 1
