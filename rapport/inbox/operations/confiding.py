"""Keep a conversation to those who take part in it, whoever else at the client sees the company's.

It narrows what the client's people see. Among us it stays open: whoever stands in for a colleague
must find what a client waits for.
"""

from datetime import datetime

from django.db import transaction

from rapport.events.actor import Acts
from rapport.events.operations.stream import publish
from rapport.inbox import events
from rapport.inbox.models import Conversation


@transaction.atomic
def confide(conversation: Conversation, *, by: Acts, at: datetime) -> None:
    """At the client only those who take part see it, from this moment on."""
    if Conversation.objects.filter(pk=conversation.pk, is_confidential=False).update(
        is_confidential=True
    ):
        conversation.is_confidential = True
        _publish(events.CONVERSATION_CONFIDED, conversation, by, at)


@transaction.atomic
def open_up(conversation: Conversation, *, by: Acts, at: datetime) -> None:
    """Whoever sees the company's conversations sees this one as well."""
    if Conversation.objects.filter(pk=conversation.pk, is_confidential=True).update(
        is_confidential=False
    ):
        conversation.is_confidential = False
        _publish(events.CONVERSATION_OPENED_UP, conversation, by, at)


def _publish(verb: str, conversation: Conversation, by: Acts, at: datetime) -> None:
    publish(verb, subject=conversation, by=by, at=at, facts={"number": conversation.number})
