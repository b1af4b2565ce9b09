"""Which messages of a conversation a contact gets to see: one rule, wherever it is asked."""

from collections.abc import Iterable
from dataclasses import dataclass

from rapport.clients.models import Contact
from rapport.inbox.models import Message, Participant


@dataclass(frozen=True, slots=True)
class Sight:
    """What one contact sees: what they wrote, what was addressed to them, and their company's if
    they see the company.

    A mail that somebody else sent into the conversation is not theirs to read, even where the
    conversation is (a sign-up mail of another service, an answer to a colleague alone).
    """

    contact: Contact
    company: frozenset[str] = frozenset()
    # Where else they take part from: a chat, a messenger, an address that they had before.
    own: frozenset[str] = frozenset()

    @classmethod
    def of(cls, contact: Contact) -> "Sight":
        """With the addresses of their company, if they see it."""
        company = _addresses(contact) if contact.sees_company else frozenset()
        return cls(contact, company, _elsewhere(contact))

    def holds(self, message: Message) -> bool:
        """Whether this message, sent and not internal, is theirs to read."""
        contact = self.contact
        if message.contact_id == contact.pk or _came_from(message, contact):
            return True
        addressed = {str(address).lower() for _name, address in [*message.to, *message.cc]}
        if contact.email.lower() in addressed or not self.own.isdisjoint(addressed):
            return True
        if message.kind == Message.Kind.IN:
            sender = message.contact
            return bool(self.company and sender and sender.client_id == contact.client_id)
        return not self.company.isdisjoint(addressed)


def _came_from(message: Message, contact: Contact) -> bool:
    """Written from their address, before we knew them, and nothing spoke against it."""
    is_theirs = message.from_email.lower() == contact.email.lower()
    return message.kind == Message.Kind.IN and is_theirs and not message.is_suspicious


def _elsewhere(contact: Contact) -> frozenset[str]:
    places = Participant.objects.filter(contact=contact, is_verified=True)
    rows: Iterable[str] = places.values_list("email", flat=True).distinct()
    return frozenset(rows)


def _addresses(contact: Contact) -> frozenset[str]:
    people: Iterable[str] = Contact.objects.filter(client=contact.client_id).values_list(
        "email", flat=True
    )
    return frozenset(email.lower() for email in people)
