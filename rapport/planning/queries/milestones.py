"""Milestones ahead."""

from rapport.planning.models import ScheduleRow
from rapport.projects.models import Project, Task

SHOWN = 5


def next_milestones(project: Project) -> list[ScheduleRow]:
    """The next milestones that are not reached, with their tasks."""
    rows = ScheduleRow.objects.filter(
        project=project, task__is_milestone=True, task__binned_at=None
    ).exclude(task__state=Task.State.DONE)
    return list(rows.select_related("task").order_by("finish")[:SHOWN])
