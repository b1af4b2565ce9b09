"""Say that one is at a conversation, and that one is so no more. No act: nothing is published."""

from datetime import datetime, timedelta

from rapport.accounts.models import Member
from rapport.inbox.models import Conversation, Presence
from rapport.inbox.queries.presence import Doing
from rapport.lib.inserting import insert_unless_there

# Rows of pages that never said good-bye.
FORGOTTEN = timedelta(hours=1)


def note(conversation: Conversation, *, doing: Doing, by: Member, at: datetime) -> None:
    """They are here and do this. Said again it costs one statement; whoever comes sweeps out rows
    that nobody renewed. Each statement may stand alone, so there is no transaction around them."""
    moments = _moments(doing, at)
    if Presence.objects.filter(conversation=conversation, member=by).update(**moments):
        return
    row = Presence(
        workspace_id=conversation.workspace_id, conversation=conversation, member=by, **moments
    )
    insert_unless_there(row)
    Presence.objects.filter(seen_at__lt=at - FORGOTTEN).delete()


def leave(conversation: Conversation, *, by: Member) -> None:
    """They went away, or to another page."""
    Presence.objects.filter(conversation=conversation, member=by).delete()


def _moments(doing: Doing, at: datetime) -> dict[str, datetime | None]:
    moments: dict[str, datetime | None] = {"seen_at": at}
    if doing != Doing.IDLE:
        moments |= {"active_at": at, "typing_at": at if doing == Doing.TYPING else None}
    return moments
