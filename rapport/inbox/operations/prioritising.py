"""How soon a conversation wants to be looked at."""

from datetime import datetime

from django.db import transaction

from rapport.events.actor import Acts
from rapport.events.operations.stream import publish
from rapport.inbox import events
from rapport.inbox.models import Conversation
from rapport.lib.priority import Priority


@transaction.atomic
def set_priority(
    conversation: Conversation, *, to: int, by: Acts, at: datetime, was: int | None = None
) -> bool:
    """Say how urgent it is. With `was`, only if it still is that: so an undo leaves what somebody
    else has said since. Returns whether it is so now."""
    to = Priority(to).value
    before = conversation.priority if was is None else Priority(was).value
    if before == to:
        return True
    rows = Conversation.objects.filter(pk=conversation.pk, priority=before)
    if not rows.update(priority=to):
        return False
    conversation.priority = to
    facts = {"number": conversation.number, "priority": to, "was": before}
    publish(events.CONVERSATION_PRIORITISED, subject=conversation, by=by, at=at, facts=facts)
    return True
