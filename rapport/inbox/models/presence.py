"""Who has a conversation open, for as long as their page says so."""

from datetime import datetime, timedelta
from typing import Self

from django.db import models

from rapport.accounts.models import Member
from rapport.inbox.models.conversation import Conversation
from rapport.workspaces.models import Owned, ScopedManager

# A page in the background may speak once a minute only; one that says nothing for longer is gone.
LIVES = timedelta(seconds=75)


class PresenceQuerySet(models.QuerySet["Presence"]):
    """Questions about who is there."""

    def alive(self, at: datetime) -> Self:
        """Those whose page spoke a moment ago."""
        return self.filter(seen_at__gt=at - LIVES)


class Presence(Owned):
    """One member at one conversation, however many windows they have it open in. Three moments
    rather than a state: what nobody renews ends by itself."""

    conversation = models.ForeignKey(
        Conversation, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    seen_at = models.DateTimeField(db_index=True)
    active_at = models.DateTimeField(null=True)
    typing_at = models.DateTimeField(null=True)

    objects = ScopedManager.from_queryset(PresenceQuerySet)()
    everywhere = models.Manager.from_queryset(PresenceQuerySet)()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["conversation", "member"], name="presence_once")
        ]
