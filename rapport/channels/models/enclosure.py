"""A file of a message that still lies with its vendor."""

from datetime import datetime
from typing import Self

from django.db import models

from rapport.channels.models.delivery import Arrival
from rapport.workspaces.models import Owned, ScopedManager


class EnclosureQuerySet(models.QuerySet["Enclosure"]):
    """Questions about files to be fetched."""

    def due(self, at: datetime) -> Self:
        """Those whose turn has come, of channels that run."""
        rows = self.filter(given_up_at=None, next_try_at__lte=at)
        channel = "arrival__delivery__channel"
        return rows.filter(**{f"{channel}__is_paused": False, f"{channel}__binned_at": None})


class Enclosure(Owned):
    """What the vendor knows it by; the row goes once the file is here."""

    arrival = models.ForeignKey(Arrival, on_delete=models.CASCADE, related_name="enclosures")
    ref = models.TextField()
    name = models.CharField(max_length=255, blank=True)
    content_type = models.CharField(max_length=120, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField()
    # Asked for no more; said so in the conversation.
    given_up_at = models.DateTimeField(null=True)

    objects = ScopedManager.from_queryset(EnclosureQuerySet)()
    everywhere = models.Manager.from_queryset(EnclosureQuerySet)()

    class Meta:
        indexes = [
            models.Index(
                fields=["next_try_at"],
                condition=models.Q(given_up_at=None),
                name="enclosure_due",
            )
        ]
