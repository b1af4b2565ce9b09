"""How often a client writes."""

from datetime import date
from typing import Self

from django.db import models

from rapport.clients.models import Client
from rapport.lib.reader import Reader
from rapport.workspaces.models import Owned, ScopedManager


class RhythmQuerySet(models.QuerySet["ClientRhythm"]):
    """Questions about rhythms."""

    def visible_to(self, reader: Reader) -> Self:
        """For staff who see every client; a guest hears only of their projects."""
        rows = self.filter(workspace_id=reader.workspace_id)
        return rows if reader.sees_everything else rows.none()

    def silent(self, today: date) -> Self:
        """Those quiet for longer than is usual for them."""
        return self.filter(silent_from__lte=today)


class ClientRhythm(Owned):
    """The gaps between the days on which a client wrote, and from when silence is unusual."""

    client = models.OneToOneField(Client, on_delete=models.CASCADE, related_name="+")
    last_on = models.DateField()
    gaps = models.PositiveIntegerField()
    usual_days = models.PositiveIntegerField()
    silent_from = models.DateField()

    objects = ScopedManager.from_queryset(RhythmQuerySet)()

    class Meta:
        indexes = [models.Index(fields=["workspace", "silent_from"], name="rhythm_silent")]
