"""Days on which nobody at a client is there."""

from datetime import date
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from rapport.clients.models.client import Client
from rapport.lib.reader import Reader
from rapport.workspaces.models import Binnable, ScopedManager
from rapport.workspaces.models.owned import BinnableQuerySet

LONGEST_NAME = 120


class ClosureQuerySet(BinnableQuerySet):
    """Questions about closures."""

    def visible_to(self, reader: Reader) -> Self:
        """Those of the clients that staff sees; none for a contact."""
        rows = self.filter(workspace_id=reader.workspace_id)
        if reader.is_contact:
            return rows.none()
        if reader.sees_everything:
            return rows
        return rows.filter(client__in=Client.objects.visible_to(reader))

    def from_day(self, day: date) -> Self:
        """Those that are not over on a day, in their order."""
        return self.live().filter(last__gte=day).order_by("first", "last", "pk")


class Closure(Binnable):
    """A client is closed from one day to another: a public holiday of theirs, works holidays."""

    client = models.ForeignKey(
        Client, on_delete=models.CASCADE, related_name="closures", db_index=False
    )
    name = models.CharField(_("name"), max_length=LONGEST_NAME)
    first = models.DateField(_("first day"))
    last = models.DateField(_("last day"))
    created_at = models.DateTimeField()

    objects = ScopedManager.from_queryset(ClosureQuerySet)()

    class Meta:
        verbose_name = _("closure of a client")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(last__gte=models.F("first")), name="closure_runs_forward"
            )
        ]
        indexes = [models.Index(fields=["client", "last"], name="closure_of_client")]

    def __str__(self) -> str:
        return self.name
