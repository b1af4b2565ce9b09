"""Answers that went out while somebody else was writing one."""

from rapport.accounts.models import Member
from rapport.inbox.models import Conversation, Message


def answered_since(conversation: Conversation, after: int, *, by: Member) -> Message | None:
    """The last answer of another of us that came after this message; one that waits for a later
    moment has not been said."""
    rows = Message.objects.filter(conversation=conversation, kind=Message.Kind.OUT, pk__gt=after)
    rows = rows.exclude(author=by).exclude(sent_at=None, dispatch__scheduled_for__isnull=False)
    found: Message | None = rows.select_related("author__user").order_by("pk").last()
    return found
