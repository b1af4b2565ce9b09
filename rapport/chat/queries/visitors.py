"""The visitor at the other end of a conversation, and their sessions."""

from django.db.models import Q, QuerySet

from rapport.chat.models import Visitor
from rapport.inbox.models import Conversation, Message
from rapport.inbox.queries.answering import BY_CHANNEL


def visitor_of(conversation: Conversation) -> Visitor | None:
    """The session that was here last, of whoever wrote last where several chats became one. None
    where it was begun in no chat, or they are forgotten."""
    rows = sessions_of(conversation).order_by("-seen_at", "-pk")
    if conversation.has_chat:
        wrote = Message.objects.filter(conversation=conversation, kind=Message.Kind.IN)
        last = wrote.filter(message_id__endswith=BY_CHANNEL).order_by("-written_at", "-pk")
        rows = rows.filter(handle__address=last.values("from_email")[:1])
    found: Visitor | None = rows.select_related(
        "handle__channel", "handle__contact__client", "workspace"
    ).first()
    return found


def sessions_of(conversation: Conversation) -> QuerySet[Visitor]:
    """Of everybody in a chat with whom it is held."""
    here = Conversation.objects.filter(Q(pk=conversation.pk) | Q(merged_into=conversation.pk))
    rows: QuerySet[Visitor] = Visitor.objects.filter(handle__exchanges__conversation__in=here)
    return rows
