"""A what-if: edits that are tried on a plan and change nothing until they are kept."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from rapport.accounts.models import Member
from rapport.lib.reader import Reader
from rapport.projects.models import Project
from rapport.workspaces.models import Binnable, ScopedManager
from rapport.workspaces.models.owned import BinnableQuerySet

LONGEST_NAME = 120


class ScenarioQuerySet(BinnableQuerySet):
    """Questions about scenarios."""

    def visible_to(self, reader: Reader) -> Self:
        """What may be seen of the projects one sees; no contact sees a scenario."""
        rows = self.filter(workspace_id=reader.workspace_id)
        if reader.is_contact:
            return rows.none()
        if reader.sees_everything:
            return rows
        return rows.filter(project__in=Project.objects.visible_to(reader))


class Scenario(Binnable):
    """Edits of a plan in the order they were tried, as `planning.what_if` reads them."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="+", db_index=False)
    number = models.PositiveIntegerField()
    name = models.CharField(_("name"), max_length=LONGEST_NAME)
    edits = models.JSONField(default=list)
    made_by = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField()
    # When its edits became those of the plan.
    kept_at = models.DateTimeField(null=True)

    objects = ScopedManager.from_queryset(ScenarioQuerySet)()

    class Meta:
        verbose_name = _("scenario")
        constraints = [
            models.UniqueConstraint(fields=["project", "number"], name="scenario_number")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def client_id(self) -> int:
        """Whom the plan is for, for the stream. Needs the project."""
        return self.project.client_id
