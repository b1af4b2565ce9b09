"""Things a member wants to hear nothing of for now."""

from datetime import datetime
from typing import Self

from django.db import models

from rapport.accounts.models import Member
from rapport.workspaces.models import Owned, ScopedManager


class SilenceQuerySet(models.QuerySet["Silence"]):
    """Questions about silences."""

    def at(self, at: datetime) -> Self:
        """Those that hold at this moment."""
        return self.filter(models.Q(until=None) | models.Q(until__gt=at))


class Silence(Owned):
    """Put off until a moment, or (None) muted until it is lifted. What comes is still listed."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+", db_index=False)
    thing_kind = models.CharField(max_length=40)
    thing_id = models.BigIntegerField()
    until = models.DateTimeField(null=True)
    since = models.DateTimeField()

    objects = ScopedManager.from_queryset(SilenceQuerySet)()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["member", "thing_kind", "thing_id"], name="silence_a_thing"
            )
        ]
