"""What became of a conversation, counted from its messages and events."""

from datetime import UTC, date, datetime
from typing import Self

from django.db import models

from rapport.accounts.models import Member
from rapport.inbox.models import Conversation
from rapport.lib.reader import Reader
from rapport.workspaces.models import Owned, ScopedManager

EPOCH = date(1970, 1, 1)


class FactQuerySet(models.QuerySet["ConversationFact"]):
    """Questions about facts."""

    def visible_to(self, reader: Reader) -> Self:
        """As the conversation; a contact sees no figures."""
        rows = self.filter(workspace_id=reader.workspace_id)
        if reader.is_contact:
            return rows.none()
        if reader.sees_everything:
            return rows
        return rows.filter(conversation__in=Conversation.objects.visible_to(reader))


class ConversationFact(Owned):
    """One a conversation that a client began and no machine; imported history, what was set aside
    and what goes on at the side have none.

    Whose it is, its channel and its kind are read from the conversation, which may change hands.
    """

    conversation = models.OneToOneField(
        Conversation, on_delete=models.CASCADE, primary_key=True, related_name="fact"
    )
    began_at = models.DateTimeField()
    # The same as a day in UTC, counted from 1970: with which others it is packed.
    day = models.IntegerField()
    last_in_at = models.DateTimeField()
    # Working minutes in our hours; None as long as it has not happened.
    first_reply = models.PositiveIntegerField(null=True)
    first_reply_by = models.ForeignKey(
        Member, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    resolution = models.PositiveIntegerField(null=True)
    replies = models.PositiveIntegerField(default=0)
    reopened = models.PositiveIntegerField(default=0)

    objects = ScopedManager.from_queryset(FactQuerySet)()
    everywhere = models.Manager.from_queryset(FactQuerySet)()

    class Meta:
        indexes = [
            models.Index(fields=["workspace", "-began_at"], name="fact_began"),
            models.Index(fields=["workspace", "day"], name="fact_day"),
        ]


def day_of(moment: datetime) -> int:
    """In UTC, counted from 1970."""
    return (moment.astimezone(UTC).date() - EPOCH).days


class Cursor(Owned):
    """Up to which event the facts of a workspace are counted."""

    event_id = models.BigIntegerField(default=0)

    objects = ScopedManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace"], name="cursor_once")]
