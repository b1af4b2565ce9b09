"""The finer points of one task, set by people: its calendar, pauses, delay, fixed dates."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from rapport.accounts.models import Member
from rapport.events.actor import Acts
from rapport.events.operations.stream import publish
from rapport.lib.refusal import Refused
from rapport.planning.events import TASK_TIMED
from rapport.planning.models import PlanCalendar, TaskTiming
from rapport.planning.operations import scheduling
from rapport.planning.queries.timings import has_shares
from rapport.projects.models import Project, Task
from rapport.projects.operations.acts import all_as_told
from rapport.projects.operations.taking_back import own_act, said_before


class OutOfOrder(Refused):
    """The least, the likely and the most do not follow each other."""


class NoPause(Refused):
    """The work cannot rest then."""


def use_calendar(
    task: Task, calendar: PlanCalendar | None, *, by: Acts, at: datetime
) -> int | None:
    """Work on a task in a calendar of its own, or in the plan's (None).

    Returns the number of the act, None when nothing changed; so do the others here.
    """
    return _change(task, {"calendar_id": calendar.pk if calendar else None}, by=by, at=at)


def ignore_people(task: Task, *, by: Acts, at: datetime) -> int | None:
    """Do a task in its own hours, whatever the hours of those who do it."""
    return _change(task, {"ignores_people": True}, by=by, at=at)


def heed_people(task: Task, *, by: Acts, at: datetime) -> int | None:
    """Do a task only when those who do it work."""
    return _change(task, {"ignores_people": False}, by=by, at=at)


def share_evenly(task: Task, *, by: Acts, at: datetime) -> int | None:
    """Let a task take its own duration, whatever shares of people a file brought."""
    return _change(task, {"ignores_shares": True}, by=by, at=at)


def set_delay(task: Task, minutes: float, *, by: Acts, at: datetime) -> int | None:
    """Begin so much later than the links ask."""
    return _change(task, {"delay_minutes": minutes}, by=by, at=at)


def estimate(task: Task, *, by: Acts, at: datetime, **minutes: float | None) -> int | None:
    """Say what a task takes at least (`least_minutes`) or at most (`most_minutes`), beside its
    likely duration; None takes it back. Raises `OutOfOrder`."""
    least, most = minutes.get("least_minutes"), minutes.get("most_minutes")
    if least is not None and least > task.duration_minutes:
        raise OutOfOrder(_("It cannot take longer at least than it will likely take."))
    if most is not None and most < task.duration_minutes:
        raise OutOfOrder(_("It cannot take less at most than it will likely take."))
    return _change(task, minutes, by=by, at=at)


def release(task: Task, *, by: Acts, at: datetime) -> int | None:
    """Let the plan date a task that was fixed by hand."""
    return _change(task, {"fixed_start": None, "fixed_finish": None}, by=by, at=at)


def fix(task: Task, start: datetime, finish: datetime, *, by: Acts, at: datetime) -> int | None:
    """Let a task stand where it is put, whatever its links ask."""
    return _change(task, {"fixed_start": start, "fixed_finish": finish}, by=by, at=at)


def leave_out(task: Task, *, by: Acts, at: datetime) -> int | None:
    """Keep a task in the plan, but let it move nothing."""
    return _change(task, {"is_active": False}, by=by, at=at)


def take_back_in(task: Task, *, by: Acts, at: datetime) -> int | None:
    """Let a task that was left out count again."""
    return _change(task, {"is_active": True}, by=by, at=at)


def pause(task: Task, pauses: Sequence[tuple[int, int]], *, by: Acts, at: datetime) -> int | None:
    """Let the work rest: each time after so many minutes of it, for so many minutes.

    Raises `NoPause`.
    """
    if task.is_elapsed or not task.duration_minutes:
        raise NoPause(_("Only what takes working time can pause."))
    if any(not 0 < after < task.duration_minutes for after, _gap in pauses):
        raise NoPause(_("A pause lies between the beginning and the end of the work."))
    if len(dict(pauses)) < len(pauses):
        raise NoPause(_("Two pauses begin at the same time."))
    if has_shares(task):
        raise NoPause(_("Its people take their own time: let it use the task’s duration first."))
    return _change(task, {"pauses": [list(one) for one in sorted(pauses)]}, by=by, at=at)


def go_on_without_pauses(task: Task, *, by: Acts, at: datetime) -> int | None:
    """Do the work in one go: without pauses, and without waiting where it was interrupted."""
    values: dict[str, Any] = {
        "pauses": [],
        "stopped_at": None,
        "resumes_at": None,
        "remaining_minutes": None,
    }
    return _change(task, values, by=by, at=at)


@transaction.atomic
def undo(task: Task, event_id: int, *, by: Member, at: datetime) -> None:
    """Take back one's own act; what was changed again since stays as it is."""
    event = own_act(TASK_TIMED, task, event_id, by=by, at=at)
    row = TaskTiming.objects.filter(task=task).first() or TaskTiming(task=task)
    _change(task, said_before(row, event), by=by, at=at)


@transaction.atomic
def _change(task: Task, values: Mapping[str, Any], *, by: Acts, at: datetime) -> int | None:
    """Set fields where they differ, tell it, and date the plan anew."""
    project: Project = task.project
    row, _made = TaskTiming.objects.get_or_create(
        task=task, defaults={"workspace": task.workspace, "project": project}
    )
    differing = {name: value for name, value in values.items() if getattr(row, name) != value}
    if not differing:
        return None
    was = _written(row, differing)
    for name, value in differing.items():
        setattr(row, name, value)
    TaskTiming.objects.filter(pk=task.pk).update(**differing)
    facts = {"fields": sorted(differing), "was": was, "now": _written(row, differing)}
    act = publish(TASK_TIMED, subject=task, by=by, at=at, facts=facts).pk
    if not scheduling.is_postponed():
        scheduling.outdate(project, at=at)
    return act


def _written(row: TaskTiming, names: Mapping[str, Any]) -> dict[str, Any]:
    """Fields as the stream keeps them."""
    return all_as_told({name: getattr(row, name) for name in names})
