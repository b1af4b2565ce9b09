"""When each task on a card is expected to be done."""

from collections.abc import Collection, Mapping
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from rapport.planning.models import ScheduleRow
from rapport.projects.columns import Cell
from rapport.projects.models import Project, Task


def expected_ends(project: Project, tasks: Collection[int]) -> Mapping[int, Cell]:
    """The expected day of what is not done; late where overdue work moves it beyond the plan, else
    whether the end of the project hangs on it."""
    zone = ZoneInfo(project.workspace.time_zone)
    rows = ScheduleRow.objects.filter(project=project, task__in=tasks)
    found = {}
    for pk, finish, expected, critical in rows.exclude(task__state=Task.State.DONE).values_list(
        "task", "finish", "forecast_finish", "is_critical"
    ):
        day = expected.astimezone(zone).date()
        if day > finish.astimezone(zone).date():
            found[pk] = Cell(day, _("later than planned"), "warn")
        else:
            found[pk] = Cell(day, _("critical"), "bad") if critical else Cell(day)
    return found
