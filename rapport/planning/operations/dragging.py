"""Move a bar, or pull its end: the dates people draw become constraints and durations."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from rapport.calendars.queries.working_time import working_calendar
from rapport.engine.calendar import WorkCalendar
from rapport.events.actor import Acts
from rapport.lib.refusal import Refused
from rapport.planning.models import ScheduleRow
from rapport.projects.models import Task
from rapport.projects.operations import tasks


class CannotMove(Refused):
    """The dates of this task are not set by hand."""


def start_at(task: Task, local: datetime, *, by: Acts, at: datetime) -> int | None:
    """Let a task start no earlier than a local moment of the workspace."""
    if task.actual_start or task.actual_finish:
        raise CannotMove(_("“%(name)s” has begun: its start stays.") % {"name": task.name})
    moment = local.replace(tzinfo=ZoneInfo(task.workspace.time_zone))
    return tasks.constrain(task, Task.Constraint.SNET, moment, by=by, at=at)


def finish_at(task: Task, local: datetime, *, by: Acts, at: datetime) -> int | None:
    """Let a task take as long as lies between its start and a local moment."""
    if task.is_milestone or task.actual_finish:
        raise CannotMove(_("“%(name)s” has no length to change.") % {"name": task.name})
    row = ScheduleRow.objects.filter(task=task).first()
    if row is None:
        raise CannotMove(_("“%(name)s” has no dates yet.") % {"name": task.name})
    zone = ZoneInfo(task.workspace.time_zone)
    start = row.start.astimezone(zone).replace(tzinfo=None)
    minutes = WorkCalendar.of(working_calendar()).minutes_between(start, local)
    if minutes <= 0:
        raise CannotMove(_("A task cannot end before it begins."))
    return tasks.set_duration(task, round(minutes), by=by, at=at)
