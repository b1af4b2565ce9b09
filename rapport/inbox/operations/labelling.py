"""Put a label on a conversation, and take it off."""

from datetime import datetime

from django.db import transaction

from rapport.accounts.models import Member
from rapport.events.actor import Acts
from rapport.events.operations.stream import publish
from rapport.inbox import events
from rapport.inbox.models import Conversation, Label, Labelling
from rapport.lib.inserting import insert_unless_there


@transaction.atomic
def put(conversation: Conversation, label: Label, *, by: Acts, at: datetime) -> None:
    """It bears this label from now on. One that bears it already goes on bearing it."""
    row = Labelling(
        workspace_id=conversation.workspace_id, conversation=conversation, label=label, at=at,
        by=by if isinstance(by, Member) else None,
    )  # fmt: skip
    if insert_unless_there(row):
        _publish(events.CONVERSATION_LABELLED, conversation, label, by, at)


@transaction.atomic
def take(conversation: Conversation, label: Label, *, by: Acts, at: datetime) -> None:
    """It bears it no more."""
    gone, _kinds = Labelling.objects.filter(conversation=conversation, label=label).delete()
    if gone:
        _publish(events.CONVERSATION_UNLABELLED, conversation, label, by, at)


def _publish(verb: str, conversation: Conversation, label: Label, by: Acts, at: datetime) -> None:
    facts = {"number": conversation.number, "label": label.pk}
    publish(verb, subject=conversation, by=by, at=at, facts=facts)
