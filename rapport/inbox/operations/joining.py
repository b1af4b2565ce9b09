"""Make two conversations one, where a parent came after its answers."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Max, Min

from rapport.events.actor import SYSTEM
from rapport.inbox.models import Conversation, Mention, Message, Participant
from rapport.inbox.operations import merging


@transaction.atomic
def join(into: Conversation, absorbed: tuple[int, ...]) -> None:
    """Move everything of imported conversations into another; any that is not history stays."""
    others = Conversation.objects.filter(pk__in=absorbed, is_history=True).exclude(pk=into.pk)
    ids = list(others.values_list("pk", flat=True))
    if not ids:
        return
    Message.objects.filter(conversation__in=ids).update(conversation=into)
    Mention.objects.filter(conversation__in=ids).update(conversation=into)
    here = Participant.objects.filter(conversation=into).values("email")
    coming = Participant.objects.filter(conversation__in=ids).exclude(email__in=here)
    for email in set(coming.values_list("email", flat=True)):
        first = coming.filter(email=email).order_by("pk").first()
        if first:
            Participant.objects.filter(pk=first.pk).update(conversation=into)
    span = Message.objects.filter(conversation=into).aggregate(
        first=Min("written_at"), last=Max("written_at")
    )
    Conversation.objects.filter(pk=into.pk).update(
        started_at=span["first"], last_message_at=span["last"], closed_at=span["last"]
    )
    Conversation.objects.filter(merged_into__in=ids).update(merged_into=into)
    Conversation.objects.filter(pk__in=ids).delete()


def reunite(into: Conversation, torn: Sequence[int], *, at: datetime) -> None:
    """Make live conversations one, as by hand: it can be taken back, and is told. What would need
    somebody's look first stays as it is."""
    for other in Conversation.objects.filter(pk__in=torn).order_by("pk"):
        try:
            merging.merge(other, into, by=SYSTEM, at=at)
        except merging.NotMerged:
            continue
