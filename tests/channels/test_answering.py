"""Answers of a channel's conversation leave over it, signed, once, and say what became of them."""

import json
from datetime import timedelta

import pytest
from django.utils.timezone import now

from rapport.channels.models import Channel, Delivery, Handle, Sending
from rapport.clients.operations import contacts
from rapport.events.models import Event
from rapport.inbox.models import Conversation, Dispatch, Message, Participant
from rapport.inbox.operations import sending
from rapport.integrations import signatures
from tests.channels.conftest import knock, said
from tests.integrations import signing


@pytest.fixture
def talk(channel_of, vendor, run_jobs, browse, member):
    """A conversation whose person is confirmed; its channel sends to the vendor."""
    channel = channel_of("webhook", "Shop", secret=signing.SECRET, url=f"{vendor.url}/in")
    knock(channel, signing.standard(said(), int(now().timestamp())))
    run_jobs()
    found = Conversation.objects.get()
    person = Participant.objects.get()
    browse(member).post(f"/w/fernhill/inbox/{found.number}/people/{person.pk}/confirmation/")
    return found


@pytest.fixture
def answer(browse, member, talk):
    def write(text="They left this morning."):
        url = f"/w/fernhill/inbox/{talk.number}/answer/"
        return browse(member).post(url, {"text": text, "kind": "reply"}, follow=True)

    return write


def leave(seconds=11):
    at = now() + timedelta(seconds=seconds)
    mail = Dispatch.objects.select_related("message__conversation", "workspace").get()
    sending.deliver(mail, at=at)
    return Dispatch.objects.get()


def test_an_answer_goes_out_signed_and_it_is_their_turn(answer, vendor, talk):
    answer()
    mail = leave()
    [hook] = vendor.asked
    body = json.loads(hook.body)
    signatures.verify("standard", hook, signing.SECRET, body["timestamp"])
    assert body["type"] == "message.sent"
    assert body["data"]["to"] == {"address": "ines@shop"}
    assert body["data"]["text"] == "They left this morning."
    assert body["data"]["id"] == hook.header("webhook-id")
    assert (mail.state, mail.recipients) == ("sent", {"ines@shop": "sent"})
    assert Sending.objects.get().remote_id == body["data"]["id"]
    talk.refresh_from_db()
    assert talk.turn == "client" and Message.objects.get(kind="out").sent_at is not None


def test_tried_again_it_bears_the_same_id(answer, vendor):
    vendor.answers = [(503, {"Retry-After": "40"}, {}), (200, {}, {})]
    answer()
    at = now()
    mail = leave()
    assert mail.state == "waiting" and "503" in mail.error
    wait = mail.not_before - at
    assert timedelta(seconds=40) < wait < timedelta(seconds=60)
    assert Channel.objects.get().held_until is not None
    assert leave(seconds=20).state == "waiting" and len(vendor.asked) == 1
    assert leave(seconds=90).state == "sent"
    first, second = vendor.asked
    assert first.header("webhook-id") == second.header("webhook-id")


def test_what_they_refuse_stands_at_the_message(answer, vendor, browse, member, talk):
    vendor.answers = [(400, {}, {"message": "we do not know ines@shop"})]
    answer()
    assert leave().state == "failed"
    page = browse(member).get(f"/w/fernhill/inbox/{talk.number}/").content.decode()
    assert "we do not know ines@shop" in page
    assert Event.objects.filter(verb="message.failed").count() == 1


def test_an_account_that_is_not_accepted_holds_the_answer_and_is_told_once(answer, vendor):
    vendor.answers = [(401, {}, {"error": "who are you?"})] * 2
    answer()
    assert leave().state == "waiting"
    assert leave(seconds=3600).state == "waiting"
    assert "who are you?" in Channel.objects.get().last_error
    assert Event.objects.filter(verb="channel.failed").count() == 1
    assert leave(seconds=7200).state == "sent"
    assert Channel.objects.get().last_error == ""


def test_a_side_that_is_away_is_tried_again(answer, vendor):
    vendor.server_close()
    answer()
    mail = leave()
    assert mail.state == "waiting" and mail.error


def test_d06_a_receiver_that_floods_is_cut_off_and_holds_up_nothing_else(answer, vendor):
    """What else waits for it waits too, so that one probe at a time finds out when it is back."""
    vendor.answers = [(200, {}, b"x" * 65_537)]
    answer("One")
    answer("Two")
    for mail in Dispatch.objects.select_related("message__conversation", "workspace"):
        sending.deliver(mail, at=now() + timedelta(seconds=11))
    assert len(vendor.asked) == 1
    assert {mail.state for mail in Dispatch.objects.all()} == {"waiting"}


def test_a_redirect_leads_nowhere(answer, vendor):
    """D02: the signed message goes where it was said to go, or not at all."""
    vendor.answers = [(302, {"Location": f"{vendor.url}/elsewhere"}, {})]
    answer()
    assert leave().state == "failed"
    assert [hook.url for hook in vendor.asked] == ["/in"]


def test_an_answer_can_be_taken_back_and_then_nothing_leaves(answer, vendor, browse, member, talk):
    answer()
    message = Message.objects.get(kind="out")
    browse(member).post(f"/w/fernhill/inbox/{talk.number}/messages/{message.pk}/undo/")
    assert not Message.objects.filter(kind="out").exists()
    assert vendor.asked == []


def test_a_paused_or_removed_channel_sends_nothing(answer, vendor, talk):
    answer()
    Channel.objects.update(is_paused=True)
    assert leave().state == "waiting" and vendor.asked == []
    Channel.objects.update(is_paused=False, binned_at=now())
    assert leave(seconds=3600).state == "failed" and vendor.asked == []
    page = answer("Once more").content.decode()
    assert "not there any more" in page and "Once more" in page


def test_they_may_tell_later_that_it_failed(answer, vendor, talk, run_jobs, browse, member):
    answer()
    leave()
    remote = Sending.objects.get().remote_id
    told = {"type": "message.failed", "data": {"id": remote, "error": "the mailbox is full"}}
    hook = signing.standard(json.dumps(told).encode(), int(now().timestamp()), key="r1")
    knock(Channel.objects.get(), hook)
    run_jobs()
    assert Dispatch.objects.get().state == "failed"
    page = browse(member).get(f"/w/fernhill/inbox/{talk.number}/").content.decode()
    assert "the mailbox is full" in page


def test_staff_says_who_it_is_and_it_is_theirs(
    talk, browse, member, contact, deliver_more, client_company
):
    Participant.objects.update(is_verified=False)
    Handle.objects.update(is_verified=False)
    Message.objects.update(is_unverified=True)
    url = f"/w/fernhill/inbox/{talk.number}/channel/"
    assert "not known yet" in browse(member).get(url).content.decode()
    browse(member).post(f"{url}person/", {"contact": contact.pk})
    handle = Handle.objects.get()
    assert (handle.contact, handle.is_verified) == (contact, True)
    talk.refresh_from_db()
    [message] = talk.messages.all()
    assert (message.contact, message.is_unverified) == (contact, False)
    assert (talk.client, talk.correspondent) == (client_company, "Ines Prado")
    assert list(Conversation.objects.visible_to(contact.reader)) == [talk]
    deliver_more(said("And now?", "m2"), "b")
    assert talk.messages.get(visible_text="And now?").contact == contact
    text = browse(member).get(f"/w/fernhill/clients/NWM/contacts/{contact.pk}/channels/")
    assert "ines@shop" in text.content.decode()
    browse(member).post(f"{url}person/?undo=1")
    assert Handle.objects.get().contact is None


@pytest.fixture
def deliver_more(talk, run_jobs):
    def send(body, key):
        hook = signing.standard(body, int(now().timestamp()), key=key)
        knock(Channel.objects.get(), hook)
        run_jobs()

    return send


def test_a_number_is_proposed_as_the_person_who_has_it(
    make, client_company, channel_of, run_jobs, browse, member
):
    make.contact(client_company, "Tom Weld", phone="(0170) 555 01 00")
    make.contact(client_company, "Somebody", phone="555 0100 77")
    channel = channel_of("webhook", "Shop", secret=signing.SECRET)
    hook = signing.standard(said(who="+491705550100"), int(now().timestamp()))
    knock(channel, hook)
    run_jobs()
    talk = Conversation.objects.get()
    page = browse(member).get(f"/w/fernhill/inbox/{talk.number}/channel/").content.decode()
    assert "Tom Weld of Northwind Medical has this number." in page
    assert "Somebody of" not in page


def test_an_erased_person_is_gone_from_channels_too(
    talk, browse, member, contact, owner, deliver_more, run_jobs
):
    url = f"/w/fernhill/inbox/{talk.number}/channel/"
    browse(member).post(f"{url}person/", {"contact": contact.pk})
    contacts.erase(contact, by=owner, at=now())
    run_jobs()
    assert not Handle.objects.exists()
    assert [one.bytes for one in Delivery.objects.all()] == [b""]
    assert "ines@shop" not in str(
        list(Message.objects.values()) + list(Participant.objects.values())
    )
    deliver_more(said(), "msg_1")
    assert Message.objects.count() == 1
