"""What stands beside a conversation: what went into it."""

from dataclasses import dataclass
from datetime import datetime

from rapport.events.models.event import UNDONE_WITHIN
from rapport.inbox.models import Conversation, Reshaping


@dataclass(frozen=True, slots=True)
class Around:
    """The parts of the panel."""

    absorbed: list[Conversation]
    # What was made one, or two, of late, newest first.
    acts: list[Reshaping]


def around(conversation: Conversation, *, at: datetime) -> Around:
    """All that belongs beside it, whatever the length of the thread."""
    led = Conversation.objects.filter(merged_into=conversation).order_by("number")
    late = Reshaping.objects.filter(target=conversation, is_undone=False, at__gt=at - UNDONE_WITHIN)
    return Around(
        list(led.only("number", "subject")[:20]),
        list(late.select_related("source").order_by("-pk")[:5]),
    )
