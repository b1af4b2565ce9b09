"""Answers that are written and have not left yet."""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from rapport.cases.models import Case
from rapport.inbox.models import Conversation, Dispatch, Message
from rapport.lib.visibility import Turn

# After its undo window a mail leaves within seconds; one that has not by then is stuck.
GRACE = timedelta(minutes=2)


def leaving(at: datetime) -> QuerySet[Dispatch]:
    """What is in its undo window, or on its way for the first time."""
    # What waits for a moment that its author chose is no answer yet.
    waits = Q(
        state=Dispatch.State.WAITING, attempts=0, not_before__gt=at - GRACE, scheduled_for=None
    )  # fmt: skip
    goes = Q(state=Dispatch.State.SENDING, attempts=1)
    rows: QuerySet[Dispatch] = Dispatch.objects.filter(
        waits | goes, message__kind=Message.Kind.OUT
    )  # fmt: skip
    return rows


def answer_to(conversation: Conversation, *, at: datetime) -> Message | None:
    """The answer that is about to leave in this conversation."""
    found = leaving(at).filter(message__conversation=conversation).select_related("message")
    last = found.order_by("-pk").first()
    return last.message if last else None


def stood_still_in_vain(at: datetime) -> QuerySet[Case]:
    """Cases whose clock stands for an answer that is not leaving after all, also closed ones."""
    rows = Case.objects.live().exclude(paused_since=None).exclude(conversation__turn=Turn.CLIENT)
    going = leaving(at).filter(message__conversation=OuterRef("conversation"))
    found: QuerySet[Case] = rows.exclude(Exists(going))
    return found
