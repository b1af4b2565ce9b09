"""A person who is erased leaves no name, address or word behind, and their place stays."""

import pytest

from rapport.clients.operations import contacts
from rapport.inbox.models import Conversation, Message, Participant, RawMail
from rapport.inbox.operations import writing
from rapport.inbox.operations.letters import Letter
from tests.conftest import NOW
from tests.inbox.conftest import written

pytestmark = pytest.mark.django_db
CANARY = ("Prado", "ines@northwind.example", "canary sentence")


def test_the_canary_is_nowhere_in_the_inbox(arrive, contact, owner, member):
    raw = arrive(written(text="A canary sentence.\n", html="<p>A canary sentence.</p>"))
    conversation = raw.message.conversation
    letter = Letter("Dear Ines Prado, yes.", to=(("Ines Prado", "ines@northwind.example"),))
    writing.reply(conversation, letter=letter, by=member, at=NOW)
    contacts.erase(contact, by=owner, at=NOW)
    for model in (Conversation, Message, Participant):
        for row in model.objects.values():
            assert not any(word in str(row) for word in CANARY), row
    for kept in RawMail.objects.all():
        assert not any(word.encode() in kept.bytes for word in CANARY)
    assert Message.objects.count() == 2
