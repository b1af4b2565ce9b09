"""Hear what happens in a conversation without being the one who has it."""

from datetime import datetime

from django.db import transaction

from rapport.accounts.models import Member
from rapport.events.operations.stream import publish
from rapport.inbox import events
from rapport.inbox.models import Conversation, Following
from rapport.lib.inserting import insert_unless_there


@transaction.atomic
def follow(conversation: Conversation, *, who: Member, by: Member, at: datetime) -> None:
    """Let somebody hear of it from now on. Whoever follows already goes on."""
    row = Following(
        workspace_id=conversation.workspace_id, conversation=conversation, member=who, since=at
    )
    if insert_unless_there(row):
        mark(conversation)
        _publish(events.CONVERSATION_FOLLOWED, conversation, who, by, at)


@transaction.atomic
def leave(conversation: Conversation, *, who: Member, by: Member, at: datetime) -> None:
    """They hear of it no more. Whoever does not follow goes on not following."""
    gone, _kinds = Following.objects.filter(conversation=conversation, member=who).delete()
    if gone:
        mark(conversation)
        _publish(events.CONVERSATION_UNFOLLOWED, conversation, who, by, at)


def mark(conversation: Conversation) -> None:
    """Note whether anybody follows, so that nobody has to ask for each mail."""
    followed = Following.objects.filter(conversation=conversation).exists()
    Conversation.objects.filter(pk=conversation.pk).update(is_followed=followed)
    conversation.is_followed = followed


def _publish(verb: str, conversation: Conversation, who: Member, by: Member, at: datetime) -> None:
    facts = {"number": conversation.number, "member": who.pk}
    publish(verb, subject=conversation, by=by, at=at, facts=facts)
