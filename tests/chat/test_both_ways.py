"""A chat and a mail conversation that became one: answered where the person last wrote, and the
other way is offered."""

import pytest
from django.utils.timezone import now

from rapport.channels.models import Handle
from rapport.chat.operations import site_secrets
from rapport.inbox.models import Conversation, Dispatch, Message
from rapport.inbox.operations import merging
from rapport.inbox.queries import answering
from tests.chat.test_identity import signed


@pytest.fixture
def joined(visitor, widget, owner, contact, make):
    """Ines wrote a mail, then asks about it in the chat, signed in; the chat goes into the mail."""
    mail = make.conversation(contact, subject="The leaflets")
    make.message(mail, "By mail: how many?", contact=contact, from_email=contact.email)
    visitor.begin(note=signed(site_secrets.make(widget, by=owner, at=now())))
    visitor.say("In the chat: are you there?")
    chat = Conversation.objects.get(channel="chat")
    act = merging.merge(chat, mail, by=owner, at=now())
    mail.refresh_from_db()
    return mail, chat, act


def reply(staff, talk, text, **more):
    answer = {"text": text, "kind": "reply"} | more
    return staff.post(f"/w/fernhill/inbox/{talk.number}/answer/", answer)


def test_it_is_answered_where_they_last_wrote_and_the_composer_says_so(
    joined, visitor, browse, member, contact
):
    mail, _chat, _act = joined
    staff = browse(member)
    page = staff.get(f"/w/fernhill/inbox/{mail.number}/").content.decode()
    assert "An answer goes where they last wrote" in page
    assert 'name="by" value="chat" checked' in page and 'name="by" value="mail">' in page
    assert contact.email in page and f"/inbox/{mail.number}/visitor/" in page
    reply(staff, mail, "Yes, here.")
    # Into the chat, at once, and nowhere else; of the mails not a word is shown there.
    assert visitor.texts() == ["In the chat: are you there?", "Yes, here."]
    assert list(Dispatch.objects.get().recipients) == [Handle.objects.get().spelled]
    visitor.say("And a further word")
    assert Message.objects.latest("pk").conversation == mail


def test_the_other_way_is_a_choice_and_what_was_written_so_leaves_so(
    joined, visitor, browse, member, contact
):
    mail, _chat, _act = joined
    reply(browse(member), mail, "More by mail.", by="mail", to=contact.email)
    sent = Dispatch.objects.get()
    assert list(sent.recipients) == [contact.email] and sent.content
    assert b"@channel" not in bytes(sent.content)
    assert visitor.texts() == ["In the chat: are you there?"]


def test_once_they_write_by_mail_again_mail_is_the_rule(joined, browse, member, contact, make):
    mail, _chat, _act = joined
    make.message(mail, "By mail again", contact=contact, from_email=contact.email)
    Message.objects.filter(text="By mail again").update(written_at=now())
    assert answering.way_of(mail, at=now()) is None
    assert answering.way_of(mail, at=now(), by="chat").to[0][0] == contact.name
    page = browse(member).get(f"/w/fernhill/inbox/{mail.number}/").content.decode()
    assert 'name="by" value="mail" checked' in page


def test_a_chat_alone_can_be_answered_by_mail_where_a_sign_in_proves_the_address(
    visitor, other, widget, owner, contact, browse, member
):
    visitor.begin(note=signed(site_secrets.make(widget, by=owner, at=now()))).say("A question")
    talk, staff = Conversation.objects.get(), browse(member)
    page = staff.get(f"/w/fernhill/inbox/{talk.number}/").content.decode()
    assert 'value="chat" checked' in page and contact.email in page
    reply(staff, talk, "In full.", by="mail", to=contact.email)
    assert list(Dispatch.objects.get().recipients) == [contact.email]
    # A typed address is a claim: mail goes there only by the letter that its owner can stop.
    other.say("I am Ines too")
    other.tell("about/", {"email": contact.email})
    claimed = Conversation.objects.latest("pk")
    page = staff.get(f"/w/fernhill/inbox/{claimed.number}/").content.decode()
    assert 'name="by"' not in page
    reply(staff, claimed, "Hello.", by="mail", to=contact.email)
    assert other.texts() == ["I am Ines too", "Hello."]


def test_taken_apart_again_both_are_what_they_were(joined, visitor, owner):
    mail, chat, act = joined
    merging.part(act, by=owner, at=now())
    mail.refresh_from_db()
    assert not mail.has_chat and answering.way_of(mail, at=now()) is None
    visitor.say("Still here")
    assert Message.objects.latest("pk").conversation_id == chat.pk


def test_of_two_chats_that_became_one_each_sees_their_own_words_alone(
    visitor, other, browse, member, owner
):
    visitor.say("Mine")
    other.say("Somebody else's")
    first, second = Conversation.objects.order_by("pk")
    merging.merge(first, second, by=owner, at=now())
    reply(browse(member), second, "To whoever wrote last")
    assert visitor.texts() == ["Mine"]
    assert other.texts() == ["Somebody else's", "To whoever wrote last"]


def test_what_we_say_in_the_chat_stands_in_their_portal_too(
    joined, portal, browse, member, contact
):
    mail, _chat, _act = joined
    reply(browse(member), mail, "Yes, here.")
    page = portal(contact).get(f"/p/fernhill/messages/{mail.number}/").content.decode()
    assert "are you there?" in page and "Yes, here." in page
