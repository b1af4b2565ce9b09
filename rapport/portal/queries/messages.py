"""Which messages of a conversation a contact gets to see."""

from collections.abc import Iterable

from rapport.clients.models import Contact
from rapport.inbox.models import Conversation, Message


def shown(conversation: Conversation, contact: Contact) -> list[Message]:
    """What they wrote, what was addressed to them, and their company's if they see the company.

    A mail that somebody else sent into the conversation is not theirs to read, even where the
    conversation is (a sign-up mail of another service, an answer to a colleague alone).
    """
    rows = (
        Message.objects.visible_to(contact.reader)
        .filter(conversation=conversation)
        .select_related("author__user", "contact")
        .prefetch_related("attachments__file")
        .order_by("written_at", "id")
    )
    company = _addresses(contact) if contact.sees_company else frozenset()
    return [message for message in rows if _is_theirs(message, contact, company)]


def _is_theirs(message: Message, contact: Contact, company: frozenset[str]) -> bool:
    if message.contact_id == contact.pk or _came_from(message, contact):
        return True
    addressed = {str(address).lower() for _name, address in [*message.to, *message.cc]}
    if contact.email.lower() in addressed:
        return True
    if message.kind == Message.Kind.IN:
        sender = message.contact
        return bool(company and sender and sender.client_id == contact.client_id)
    return not company.isdisjoint(addressed)


def _came_from(message: Message, contact: Contact) -> bool:
    """Written from their address, before we knew them, and nothing spoke against it."""
    is_theirs = message.from_email.lower() == contact.email.lower()
    return message.kind == Message.Kind.IN and is_theirs and not message.is_suspicious


def _addresses(contact: Contact) -> frozenset[str]:
    people: Iterable[str] = Contact.objects.filter(client=contact.client_id).values_list(
        "email", flat=True
    )
    return frozenset(email.lower() for email in people)
