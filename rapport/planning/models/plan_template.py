"""A plan kept to be used again: tasks and links, days after the start, roles instead of people."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from rapport.accounts.models import Member
from rapport.projects.models import Project
from rapport.workspaces.models import Binnable, ScopedManager
from rapport.workspaces.models.seen import SeenByStaff

LONGEST_NAME = 120


class PlanTemplate(Binnable):
    """A plan without dates and people, as `planning.shape` reads its body."""

    number = models.PositiveIntegerField()
    name = models.CharField(_("name"), max_length=LONGEST_NAME)
    body = models.JSONField()
    tasks = models.PositiveIntegerField()
    made_from = models.ForeignKey(Project, null=True, on_delete=models.SET_NULL, related_name="+")
    made_by = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField()

    objects = ScopedManager.from_queryset(SeenByStaff)()

    class Meta:
        verbose_name = _("plan template")
        constraints = [
            models.UniqueConstraint(fields=["workspace", "number"], name="plan_template_number")
        ]

    def __str__(self) -> str:
        return self.name
