"""Take a note back."""

from datetime import datetime

from django.db import transaction

from rapport.accounts.models import Member
from rapport.events.operations.stream import publish
from rapport.inbox import events
from rapport.inbox.models import Conversation, Message


@transaction.atomic
def withdraw(conversation: Conversation, pk: int, *, by: Member, at: datetime) -> None:
    """Remove a note of one's own. One that is gone stays gone."""
    rows = Message.objects.filter(
        pk=pk, conversation=conversation, kind=Message.Kind.NOTE, author=by
    )
    gone, _kinds = rows.delete()
    if gone:
        facts = {"message": pk, "number": conversation.number}
        publish(events.NOTE_WITHDRAWN, subject=conversation, by=by, at=at, facts=facts)
