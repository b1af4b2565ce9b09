"""Move a bar, or pull its end: the dates people draw become constraints and durations."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from rapport.events.actor import Acts
from rapport.lib.refusal import Refused
from rapport.planning.expectation import end_if_moved
from rapport.planning.models import ScheduleRow, TaskTiming
from rapport.planning.operations import timings
from rapport.planning.queries.people_hours import peopled_frame
from rapport.planning.queries.timings import hours_of
from rapport.projects.models import Task
from rapport.projects.operations import tasks


class CannotMove(Refused):
    """The dates of this task are not set by hand."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """What came of it: the number of the act, and whether it was one on the task's timing."""

    act: int
    is_timing: bool = False


def start_at(task: Task, local: datetime, *, by: Acts, at: datetime) -> Drawn | None:
    """Let a task start no earlier than a local moment of the workspace."""
    if task.actual_start or task.actual_finish:
        raise CannotMove(_("“%(name)s” has begun: its start stays.") % {"name": task.name})
    moment = local.replace(tzinfo=ZoneInfo(task.workspace.time_zone))
    timing = TaskTiming.objects.filter(task=task).exclude(fixed_start=None).first()
    if timing is not None:
        act = _move_fixed(task, timing, local, by=by, at=at)
        return Drawn(act, is_timing=True) if act else None
    act = tasks.constrain(task, Task.Constraint.SNET, moment, by=by, at=at)
    return Drawn(act) if act else None


def finish_at(task: Task, local: datetime, *, by: Acts, at: datetime) -> Drawn | None:
    """Let a task take as long as lies between its start and a local moment."""
    if task.is_milestone or task.actual_finish:
        raise CannotMove(_("“%(name)s” has no length to change.") % {"name": task.name})
    row = ScheduleRow.objects.filter(task=task).first()
    if row is None:
        raise CannotMove(_("“%(name)s” has no dates yet.") % {"name": task.name})
    frame = peopled_frame(task.project)
    start = row.start.astimezone(frame.zone).replace(tzinfo=None)
    if task.is_elapsed:
        minutes = (local - start).total_seconds() / 60
    else:
        minutes = hours_of(task, frame).minutes_between(start, local)
    if minutes <= 0:
        raise CannotMove(_("A task cannot end before it begins."))
    act = tasks.set_duration(task, round(minutes), by=by, at=at)
    return Drawn(act) if act else None


def fix(task: Task, *, by: Acts, at: datetime) -> int | None:
    """Let a task stand where it stands now, whatever its links come to ask."""
    row = ScheduleRow.objects.filter(task=task, is_summary=False).first()
    if row is None:
        raise CannotMove(_("“%(name)s” has no dates yet.") % {"name": task.name})
    if task.actual_start or task.actual_finish:
        raise CannotMove(_("“%(name)s” has begun: its start stays.") % {"name": task.name})
    return timings.fix(task, row.start, row.finish, by=by, at=at)


def _move_fixed(
    task: Task, timing: TaskTiming, local: datetime, *, by: Acts, at: datetime
) -> int | None:
    """A task fixed by hand moves with both its dates and stays as long as it is."""
    frame = peopled_frame(task.project)
    start = frame.local(timing.fixed_start) or local
    finish = frame.local(timing.fixed_finish) or start
    moved = end_if_moved(start, finish, to=local, hours=hours_of(task, frame))
    moments = (one.replace(tzinfo=frame.zone) for one in (local, moved))
    return timings.fix(task, *moments, by=by, at=at)
