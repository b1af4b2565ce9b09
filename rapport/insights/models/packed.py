"""A day's facts in one row."""

from typing import Self

from django.db import models

from rapport.lib.reader import Reader
from rapport.workspaces.models import Owned, ScopedManager

# Of a day whose facts have changed since they were packed.
STALE = 0


class PackedQuerySet(models.QuerySet["PackedDay"]):
    """Questions about packed days."""

    def visible_to(self, reader: Reader) -> Self:
        """Only whole: for those from whom no conversation is kept."""
        rows = self.filter(workspace_id=reader.workspace_id)
        return rows if reader.sees_everything else rows.none()


class PackedDay(Owned):
    """The facts of all conversations that began on one day, column by column, as figures read
    them: 500 conversations are one row of 15 kB. Which columns these are is the `layout`; one of
    another layout, or a stale one, is read from the facts until it is packed again.
    """

    # In UTC, counted from 1970: whose day it is nobody knows yet.
    day = models.IntegerField()
    layout = models.BigIntegerField(default=STALE)
    columns = models.BinaryField(default=b"")

    objects = ScopedManager.from_queryset(PackedQuerySet)()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace", "day"], name="packed_day_once")]
        indexes = [models.Index(fields=["workspace", "layout"], name="packed_layout")]
