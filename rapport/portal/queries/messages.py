"""Which messages of a conversation a contact gets to see."""

from rapport.clients.models import Contact
from rapport.inbox.models import Conversation, Message
from rapport.inbox.queries.addressed import Sight


def shown(conversation: Conversation, contact: Contact) -> list[Message]:
    """What is theirs to read, in order."""
    rows = (
        Message.objects.visible_to(contact.reader)
        .filter(conversation=conversation)
        .select_related("author__user", "contact")
        .prefetch_related("attachments__file")
        .order_by("written_at", "id")
    )
    sight = Sight.of(contact)
    return [message for message in rows if sight.holds(message)]
