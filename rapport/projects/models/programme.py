"""A programme: projects that are led together."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from rapport.accounts.models import Member
from rapport.lib.reader import Reader
from rapport.workspaces.models import Binnable, ScopedManager
from rapport.workspaces.models.owned import BinnableQuerySet

LONGEST_NAME = 120


class ProgrammeQuerySet(BinnableQuerySet):
    """Questions about programmes."""

    def visible_to(self, reader: Reader) -> Self:
        """All for staff, for a guest those of their projects, none for a contact: a programme may
        tell of other clients."""
        rows = self.filter(workspace_id=reader.workspace_id)
        if reader.is_contact:
            return rows.none()
        if reader.project_ids is None:
            return rows
        return rows.filter(projects__in=reader.project_ids, projects__binned_at=None).distinct()


class Programme(Binnable):
    """A named group of projects, perhaps of several clients. A project is in one at most."""

    number = models.PositiveIntegerField()
    name = models.CharField(_("name"), max_length=LONGEST_NAME)
    description = models.TextField(_("description"), blank=True)
    lead = models.ForeignKey(
        Member, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    # Its place among the programmes.
    position = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()

    objects = ScopedManager.from_queryset(ProgrammeQuerySet)()

    class Meta:
        verbose_name = _("programme")
        constraints = [
            models.UniqueConstraint(fields=["workspace", "number"], name="programme_number")
        ]

    def __str__(self) -> str:
        return self.name
