"""The visitor at the other end of a conversation, and their sessions."""

from django.db.models import Q, QuerySet

from rapport.chat.models import Visitor
from rapport.inbox.models import Conversation


def visitor_of(conversation: Conversation) -> Visitor | None:
    """Who was here last of those with whom it is held, here or in a chat that went into it. None
    where it was begun in no chat, or they are forgotten."""
    rows = sessions_of(conversation).order_by("-seen_at", "-pk")
    found: Visitor | None = rows.select_related(
        "handle__channel", "handle__contact__client", "workspace"
    ).first()
    return found


def sessions_of(conversation: Conversation) -> QuerySet[Visitor]:
    """Of everybody in a chat with whom it is held."""
    here = Conversation.objects.filter(Q(pk=conversation.pk) | Q(merged_into=conversation.pk))
    rows: QuerySet[Visitor] = Visitor.objects.filter(handle__exchanges__conversation__in=here)
    return rows
