"""How fast a visitor writes: counted in what they said, so that counting writes nothing."""

from datetime import datetime, timedelta

from rapport.chat.models import Visitor
from rapport.inbox.models import Conversation, Message

_MINUTE = timedelta(minutes=1)


def said_lately(visitor: Visitor, *, at: datetime) -> int:
    """Messages of the last minute."""
    held = Conversation.objects.filter(exchange__handle=visitor.handle)
    talks = held | Conversation.objects.filter(absorbed__exchange__handle=visitor.handle)
    rows = Message.objects.filter(
        conversation__in=talks.values("pk"), written_at__gt=at - _MINUTE
    )  # fmt: skip
    return int(rows.filter(kind=Message.Kind.IN, from_email=visitor.handle.spelled).count())
