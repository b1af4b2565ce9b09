"""Computed dates: one current row a task, written only by planning, in bulk."""

from uuid import uuid4

from django.db import models

from rapport.projects.models import Project, Task
from rapport.workspaces.models import Owned, ScopedManager

# The order in which rows are written and handed on.
COLUMNS = (
    "task_id", "project_id", "workspace_id", "wbs", "start", "finish", "early_start",
    "early_finish", "late_start", "late_finish", "total_slack", "free_slack", "is_critical",
    "is_summary", "driver_id", "reason", "forecast_finish",
)  # fmt: skip


class ScheduleRow(Owned):
    """Dates of one task from the engine: aware UTC; slack in working minutes."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="+", db_index=False)
    task = models.OneToOneField(
        Task, on_delete=models.CASCADE, primary_key=True, related_name="schedule"
    )
    wbs = models.CharField(max_length=60)
    start = models.DateTimeField()
    finish = models.DateTimeField()
    early_start = models.DateTimeField()
    early_finish = models.DateTimeField()
    late_start = models.DateTimeField()
    late_finish = models.DateTimeField()
    total_slack = models.IntegerField()
    free_slack = models.IntegerField()
    is_critical = models.BooleanField()
    is_summary = models.BooleanField()
    # Why it starts when it does, in the engine's words: by the driver, or by itself.
    driver = models.ForeignKey(Task, null=True, on_delete=models.SET_NULL, related_name="+")
    reason = models.CharField(max_length=10)
    # The finish if what is overdue today begins, or goes on, today.
    forecast_finish = models.DateTimeField()
    # In which round of reckoning it became what it is.
    round = models.PositiveIntegerField(default=0)

    objects = ScopedManager()

    class Meta:
        # No date is in an index: each would be written again with nearly every edit of a plan.
        indexes = [models.Index(fields=["project"], name="schedule_project")]


class PlanState(Owned):
    """Which revision of a project's plan its schedule rows show, or why there are none."""

    project = models.OneToOneField(
        Project, on_delete=models.CASCADE, primary_key=True, related_name="plan_state"
    )
    revision = models.PositiveIntegerField()
    finish = models.DateTimeField(null=True)
    forecast_finish = models.DateTimeField(null=True)
    # The day on which the forecast was reckoned.
    forecast_on = models.DateField(null=True)
    # Task ids of a circle, in order, when the plan cannot be computed.
    circle = models.JSONField(default=list)
    computed_at = models.DateTimeField()
    # How often the plan was reckoned, in a line of rounds that nobody else has: by these a process
    # knows which rows others have written since it last looked.
    round = models.PositiveIntegerField(default=0)
    line = models.UUIDField(default=uuid4, editable=False)

    objects = ScopedManager()
