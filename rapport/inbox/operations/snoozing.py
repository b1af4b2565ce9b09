"""Put a conversation off: it comes back at its moment, or as soon as the client writes."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from rapport.accounts.models import Member
from rapport.events.actor import SYSTEM, Acts
from rapport.events.operations.stream import publish
from rapport.inbox import events
from rapport.inbox.models import Conversation
from rapport.inbox.moments import FURTHEST
from rapport.lib.refusal import Refused
from rapport.workspaces.scope import open_workspace

MOST_AT_ONCE = 500


class NotSnoozed(Refused):
    """It cannot be put off so."""


@transaction.atomic
def snooze(conversation: Conversation, *, until: datetime, by: Member, at: datetime) -> None:
    """Out of the list until then. Another moment takes the place of the one before."""
    if until <= at:
        raise NotSnoozed(_("This moment is over. Choose a later one."))
    if until - at > FURTHEST:
        raise NotSnoozed(_("That is more than a year away. Choose an earlier moment."))
    rows = Conversation.objects.live().filter(pk=conversation.pk, closed_at=None, set_aside_at=None)
    if not rows.update(snoozed_until=until, snoozed_by=by):
        raise NotSnoozed(_("This conversation is closed or set aside already."))
    was = conversation.snoozed_until
    conversation.snoozed_until, conversation.snoozed_by = until, by
    facts = {
        "number": conversation.number, "until": until.isoformat(),
        "was": was.isoformat() if was else None,
    }  # fmt: skip
    publish(events.CONVERSATION_SNOOZED, subject=conversation, by=by, at=at, facts=facts)


@transaction.atomic
def wake(conversation: Conversation, *, by: Acts, at: datetime) -> None:
    """Bring it back. One that is here already stays as it is."""
    _wake(conversation, by=by, at=at, why="asked")


def wake_due(*, at: datetime) -> None:
    """Bring back all whose moment has come, in every workspace."""
    due = Conversation.everywhere.filter(snoozed_until__isnull=False, snoozed_until__lte=at)
    for conversation in due.order_by("snoozed_until", "pk")[:MOST_AT_ONCE]:
        with open_workspace(conversation.workspace_id), transaction.atomic():
            _wake(conversation, by=SYSTEM, at=at, why="time")


def _wake(conversation: Conversation, *, by: Acts, at: datetime, why: str) -> None:
    member, until = conversation.snoozed_by_id, conversation.snoozed_until
    rows = Conversation.objects.filter(pk=conversation.pk, snoozed_until=until)
    if until is None or not rows.update(snoozed_until=None, snoozed_by=None):
        return
    conversation.snoozed_until, conversation.snoozed_by = None, None
    facts = {"number": conversation.number, "member": member, "why": why}
    publish(events.CONVERSATION_WOKEN, subject=conversation, by=by, at=at, facts=facts)
