"""Writing to somebody first: where they wrote from, or by their number."""

from datetime import timedelta

import pytest
from django.utils.timezone import now

from rapport.channels.models import Handle
from rapport.inbox.models import Conversation, Dispatch, Message
from tests.channels.conftest import leave
from tests.channels.test_twilio import ACCOUNT


@pytest.fixture
def line(channel_of):
    return channel_of("sms", "Studio line", **ACCOUNT)


@pytest.fixture
def tom(make, client_company):
    return make.contact(client_company, "Tom Weld", phone="+49 (170) 555-01")


@pytest.fixture
def page(browse, member):
    return browse(member)


def url(person, channel):
    return f"/w/fernhill/clients/NWM/contacts/{person.pk}/write/{channel.pk}/"


def test_their_page_offers_a_text_message_to_their_number(page, tom, line):
    text = page.get(f"/w/fernhill/clients/NWM/contacts/{tom.pk}/channels/").content.decode()
    assert "+4917055501" in text and url(tom, line) in text


def test_a_first_text_begins_a_conversation_that_is_ours(page, tom, line, net, member):
    answer = page.post(url(tom, line), {"text": "The proofs are here."})
    talk = Conversation.objects.get()
    assert answer.headers["Location"].endswith(f"/inbox/{talk.number}/")
    assert (talk.channel, talk.client, talk.assignee) == ("sms", tom.client, member)
    handle = Handle.objects.get()
    assert (handle.address, handle.contact, handle.is_verified) == ("+4917055501", tom, True)
    assert [one.contact for one in talk.participants.filter(member=None)] == [tom]
    net.says("/Messages.json", {"sid": "SM1"}, 201)
    assert leave().state == "sent"
    assert net.asked[0].form["To"] == "+4917055501"
    talk.refresh_from_db()
    assert talk.turn == "client"


def test_what_cannot_be_sent_leaves_nothing_behind(page, tom, line):
    answer = page.post(url(tom, line), {"text": "x" * 5000})
    assert answer.status_code == 422
    assert not Conversation.objects.exists() and not Handle.objects.exists()


def test_the_next_one_joins_it(page, tom, line):
    page.post(url(tom, line), {"text": "One"})
    page.post(url(tom, line), {"text": "Two"})
    assert Conversation.objects.count() == 1 and Message.objects.count() == 2


def test_sent_twice_by_the_browser_it_is_one(page, tom, line):
    for _ in range(2):
        page.post(url(tom, line), {"text": "One", "once": "k"})
    assert Message.objects.count() == 1


def test_taken_back_the_conversation_never_was(page, tom, line):
    page.post(url(tom, line), {"text": "One"})
    message = Message.objects.get()
    number = message.conversation.number
    page.post(f"/w/fernhill/inbox/{number}/messages/{message.pk}/undo/")
    assert not Conversation.objects.exists() and not Message.objects.exists()


@pytest.mark.parametrize("phone", ["", "0170 55501"])
def test_without_a_number_with_its_country_it_is_said(page, make, client_company, line, phone):
    person = make.contact(client_company, "Tom Weld", phone=phone)
    answer = page.post(url(person, line), {"text": "Hello"})
    assert answer.status_code == 422 and "must begin with +" in answer.content.decode()
    assert not Conversation.objects.exists() and not Handle.objects.exists()


def test_a_number_that_is_somebody_elses_is_refused(page, make, client_company, tom, line):
    page.post(url(tom, line), {"text": "One"})
    other = make.contact(client_company, "Una Weld", phone="+4917055501")
    answer = page.post(url(other, line), {"text": "Hello"})
    assert answer.status_code == 422 and "whose this is" in answer.content.decode()
    assert Message.objects.count() == 1


def test_on_whatsapp_nobody_is_written_to_out_of_the_blue(page, channel_of, tom):
    whatsapp = channel_of("twilio-whatsapp", "WhatsApp", **ACCOUNT)
    assert page.post(url(tom, whatsapp), {"text": "Hello"}).status_code == 422
    handle = Handle.objects.create(
        workspace=whatsapp.workspace, channel=whatsapp, address="+4917055501", contact=tom,
        is_verified=True, created_at=now(), last_heard_at=now() - timedelta(hours=25),
    )  # fmt: skip
    answer = page.post(url(tom, whatsapp), {"text": "Hello"})
    assert answer.status_code == 422 and "only within 24 hours" in answer.content.decode()
    assert not Conversation.objects.exists()
    Handle.objects.filter(pk=handle.pk).update(last_heard_at=now())
    assert page.post(url(tom, whatsapp), {"text": "Hello"}).status_code == 302
    assert Dispatch.objects.get().recipients == {"+4917055501": "waiting"}
