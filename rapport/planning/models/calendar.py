"""Calendars of a project, and which of them its plan counts in."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from rapport.projects.models import Project
from rapport.workspaces.models import Owned, ScopedManager


class PlanCalendar(Owned):
    """A working week with its exceptions, as the engine knows them.

    `days`: seven lists of [from, to] in minutes after midnight, Monday first; null is taken from
    what the calendar is based on. `weeks`: {first, last, days}, other weeks between two dates.
    `exceptions`: {name, first, last, periods, repeats}. See `planning.written_calendar`.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="calendars")
    name = models.CharField(_("name"), max_length=120)
    # Based on another calendar of the project, or on the hours and holidays of the workspace.
    base = models.ForeignKey("self", null=True, on_delete=models.RESTRICT, related_name="variants")
    is_on_workspace = models.BooleanField(default=False)
    days = models.JSONField(default=list)
    weeks = models.JSONField(default=list)
    exceptions = models.JSONField(default=list)
    imported_uid = models.CharField(max_length=120, blank=True)

    objects = ScopedManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["project", "imported_uid"],
                condition=~models.Q(imported_uid=""),
                name="plan_calendar_imported_once",
            ),
            models.CheckConstraint(
                condition=models.Q(base=None) | models.Q(is_on_workspace=False),
                name="plan_calendar_one_base",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class PlanRules(Owned):
    """How the plan of a project is reckoned, where it differs from the usual way.

    The usual way: in the workspace's hours, from the morning of the project's first day on.
    """

    project = models.OneToOneField(
        Project, on_delete=models.CASCADE, primary_key=True, related_name="plan_rules"
    )
    calendar = models.ForeignKey(
        PlanCalendar, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    # The moment on the project's first day; it counts while that day stays the same.
    starts_at = models.DateTimeField(null=True)
    # Laid backwards from a finish.
    is_from_finish = models.BooleanField(default=False)
    finish_at = models.DateTimeField(null=True)
    critical_slack_minutes = models.FloatField(default=0)
    has_several_critical_paths = models.BooleanField(default=False)

    objects = ScopedManager()
