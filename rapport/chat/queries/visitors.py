"""The visitor at the other end of a conversation."""

from rapport.chat.models import Visitor
from rapport.inbox.models import Conversation


def visitor_of(conversation: Conversation) -> Visitor | None:
    """None where it was begun in no chat, or they are forgotten."""
    rows = Visitor.objects.filter(handle__exchanges__conversation=conversation)
    found: Visitor | None = rows.select_related(
        "handle__channel", "handle__contact__client", "workspace"
    ).first()
    return found
