"""A what-if: edits that are tried on a plan and change nothing until they are kept."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from rapport.accounts.models import Member
from rapport.projects.models import Project
from rapport.projects.models.seen import SeenWithProject
from rapport.workspaces.models import Binnable, ScopedManager

LONGEST_NAME = 120


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

    objects = ScopedManager.from_queryset(SeenWithProject)()

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
