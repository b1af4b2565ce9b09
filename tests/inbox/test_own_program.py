"""Staff who answer from a mail program of their own."""

import pytest
from django.urls import reverse

from rapport.cases.models import Case
from rapport.cases.operations.opening import open_case
from rapport.events.models import Event
from rapport.inbox import reply_addresses
from rapport.inbox.models import Conversation, Message, Participant
from rapport.lib.visibility import Turn
from tests.conftest import NOW
from tests.inbox.conftest import written

pytestmark = pytest.mark.django_db
PROVED = "mx.fernhill.example; dkim=pass header.d=fernhill.example"


@pytest.fixture
def conversation(arrive, contact) -> Conversation:
    return arrive(written(message_id="<a@client.example>")).message.conversation


@pytest.fixture
def answer(arrive, member):
    """A mail of our member, proved unless said otherwise."""
    member.user.email = "mo@fernhill.example"
    member.user.save()

    def send(proof=PROVED, to="ines@northwind.example", minutes=5, **headers):
        headers = {"Cc": "studio@fernhill.example", "In_Reply_To": "<a@client.example>"} | headers
        raw = written(sender="Mo <mo@fernhill.example>", to=to, text="Done.\n", **headers)
        if proof:
            raw = f"Authentication-Results: {proof}\r\n".encode() + raw
        return arrive(raw, minutes=minutes).message

    return send


def test_it_is_our_answer_and_the_clients_turn(conversation, answer, member):
    message = answer()
    assert message.conversation == conversation
    assert message.kind == Message.Kind.OUT and message.author == member
    assert message.contact is None and message.sent_at is not None
    conversation.refresh_from_db()
    assert conversation.turn == Turn.CLIENT
    sent = Event.objects.get(verb="message.sent")
    assert sent.actor_id == member.pk and sent.facts["elsewhere"]


def test_it_counts_as_the_first_reply_of_the_case(conversation, answer, member):
    open_case(conversation, kind="question", by=member, at=NOW)
    answer(minutes=30)
    case = Case.objects.get()
    assert case.first_replied_at is not None and case.paused_since is not None
    assert Event.objects.filter(verb="case.replied").count() == 1


def test_our_signed_reply_address_alone_leads_it_home(conversation, answer, mailbox):
    mailbox.plus_addresses = True
    mailbox.save()
    address = reply_addresses.make(conversation, mailbox, epoch=conversation.workspace.epoch)
    message = answer(Cc=address, In_Reply_To="<unknown@elsewhere.example>")
    assert message.conversation == conversation and message.kind == Message.Kind.OUT


def test_a_blind_copy_to_the_mailbox_is_found_by_what_it_answers(conversation, answer):
    assert answer(Cc="").conversation == conversation


def test_not_proved_it_is_shown_marked_and_counts_for_nothing(conversation, answer, member):
    open_case(conversation, kind="question", by=member, at=NOW)
    for proof in ("", "mx.fernhill.example; dkim=pass header.d=evil.example"):
        message = answer(proof=proof)
        assert message.is_suspicious and message.author is None and message.contact is None
        assert message.conversation != conversation
        assert message.conversation.is_suspicious
    conversation.refresh_from_db()
    assert conversation.turn == Turn.US and Case.objects.get().first_replied_at is None


def test_what_goes_to_third_parties_out_of_a_conversation_stays_among_us(
    conversation, answer, contact
):
    message = answer(to="printer@supplier.example")
    assert message.conversation == conversation and message.kind == Message.Kind.NOTE
    assert message not in Message.objects.visible_to(contact.reader)
    assert not Participant.objects.filter(email="printer@supplier.example").exists()
    conversation.refresh_from_db()
    assert conversation.turn == Turn.US


def test_a_colleague_who_begins_by_mail_waits_for_the_client(answer, contact):
    message = answer(In_Reply_To="<new@fernhill.example>")
    assert message.kind == Message.Kind.OUT
    talk = Conversation.objects.get(pk=message.conversation_id)
    assert talk.turn == Turn.CLIENT and talk.client == contact.client


def test_an_automatic_answer_of_a_colleague_is_no_reply(conversation, answer):
    answer(Auto_Submitted="auto-replied", Subject_="x")
    conversation.refresh_from_db()
    assert conversation.turn == Turn.US
    assert not Event.objects.filter(verb="message.sent").exists()


def test_it_is_found_by_search(conversation, answer, browse, member):
    answer()
    page = browse(member).get(reverse("search", kwargs={"slug": "fernhill"}) + "?q=Done")
    assert "<mark>Done</mark>" in page.text
