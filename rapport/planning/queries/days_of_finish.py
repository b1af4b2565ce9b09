"""On which days tasks end, as the plan's table shows them."""

from collections.abc import Collection
from datetime import date
from zoneinfo import ZoneInfo

from rapport.planning.models import ScheduleRow
from rapport.projects.models import Project


def finish_days(project: Project, tasks: Collection[int]) -> dict[int, date]:
    """The last day of each task that has dates, in the time of the workspace."""
    zone = ZoneInfo(project.workspace.time_zone)
    rows = ScheduleRow.objects.filter(project=project, task__in=tasks)
    return {pk: end.astimezone(zone).date() for pk, end in rows.values_list("task", "finish")}
