"""Milestones ahead."""

from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from rapport.planning.models import ScheduleRow
from rapport.projects.models import Project, Task

SHOWN = 5


@dataclass(frozen=True, slots=True)
class Milestone:
    """A milestone with its days in the workspace's zone."""

    number: int
    name: str
    planned: date
    expected: date


def next_milestones(project: Project) -> list[Milestone]:
    """The next milestones that are not reached."""
    zone = ZoneInfo(project.workspace.time_zone)
    rows = ScheduleRow.objects.filter(
        project=project, task__is_milestone=True, task__binned_at=None
    ).exclude(task__state=Task.State.DONE)
    return [
        Milestone(
            row.task.number,
            row.task.name,
            row.finish.astimezone(zone).date(),
            row.forecast_finish.astimezone(zone).date(),
        )
        for row in rows.select_related("task").order_by("finish")[:SHOWN]
    ]
