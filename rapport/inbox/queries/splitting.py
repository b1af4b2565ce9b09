"""What would go into a conversation of its own."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from rapport.inbox.models import Message

SHOWN = 20


@dataclass(frozen=True, slots=True)
class Going:
    """The first of the messages, and how many more."""

    shown: list[Message]
    more: int


def from_on(since: Message) -> QuerySet[Message]:
    """A message and all after it, in order."""
    later = Q(written_at__gt=since.written_at) | Q(written_at=since.written_at, pk__gte=since.pk)
    rows: QuerySet[Message] = Message.objects.filter(conversation=since.conversation_id)
    return rows.filter(later).defer("text", "html", "quoted_text").order_by("written_at", "pk")


def going(since: Message) -> Going:
    """What somebody sees before they split."""
    rows = from_on(since)
    return Going(list(rows[:SHOWN]), max(0, rows.count() - SHOWN))
