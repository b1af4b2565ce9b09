"""Make a task, name it, say what it takes, bin it."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _

from rapport.accounts.models import Member
from rapport.events.actor import Acts
from rapport.lib.refusal import Refused
from rapport.lib.visibility import Visibility
from rapport.projects import events
from rapport.projects.durations import Length
from rapport.projects.effort import balanced, by_units
from rapport.projects.models import Project, Task
from rapport.projects.operations import placing
from rapport.projects.operations.acts import changed, told
from rapport.workspaces.operations.numbers import next_number

A_DAY = 480


class NoWorkingTime(Refused):
    """Nobody can give a share of their time to it."""


@dataclass(frozen=True, slots=True)
class NewTask:
    """What is known of a task when it is written down. `parent` and `after` give its place.

    Without a day that it is not to begin before, it begins today in a running project.
    """

    name: str
    parent: Task | None = None
    after: Task | None = None
    duration_minutes: int = A_DAY
    is_milestone: bool = False
    assignee: Member | None = None
    visibility: str = Visibility.CLIENT
    not_before: date | None = None


@transaction.atomic
def create(project: Project, new: NewTask, *, by: Acts, at: datetime) -> Task:
    """Add a task, last under its parent unless `after` says otherwise."""
    return added(project, new, by=by, at=at)[0]


@transaction.atomic
def added(project: Project, new: NewTask, *, by: Acts, at: datetime) -> tuple[Task, int]:
    """The same, and the number of the act."""
    task: Task = Task.objects.create(
        workspace=project.workspace,
        project=project,
        number=next_number(project.workspace, f"task:{project.pk}"),
        name=new.name,
        duration_minutes=0 if new.is_milestone else new.duration_minutes,
        is_milestone=new.is_milestone,
        assignee=new.assignee,
        visibility=new.visibility,
        created_at=at,
        **(tied_to(project, new.not_before) if new.not_before else not_in_the_past(project, at)),
    )
    placing.insert(task, parent=new.parent, after=new.after)
    act = told(events.TASK_CREATED, task, by=by, at=at, facts={"number": task.number})
    return task, act


def not_in_the_past(project: Project, at: datetime) -> dict[str, Any]:
    """Work that somebody thinks of in a running project begins today, not at its start."""
    zone = ZoneInfo(project.workspace.time_zone)
    today = at.astimezone(zone).date()
    if today <= project.starts_on:
        return {}
    return tied_to(project, today)


def tied_to(project: Project, day: date) -> dict[str, Any]:
    """The fields of a task that starts no earlier than a day of the workspace."""
    begin = datetime.combine(day, time.min, ZoneInfo(project.workspace.time_zone))
    return {"constraint": Task.Constraint.SNET, "constraint_at": begin}


@transaction.atomic
def rename(task: Task, name: str, *, by: Acts, at: datetime) -> None:
    """Call a task otherwise."""
    changed(task, {"name": name}, by=by, at=at)


@transaction.atomic
def describe(task: Task, text: str, *, by: Acts, at: datetime) -> None:
    """Say what a task is about."""
    changed(task, {"description": text}, by=by, at=at)


@transaction.atomic
def show_to(task: Task, visibility: str, *, by: Acts, at: datetime) -> int | None:
    """Decide whether the client sees a task."""
    return changed(task, {"visibility": visibility}, by=by, at=at)


@transaction.atomic
def set_duration(task: Task, minutes: int, *, by: Acts, at: datetime) -> int | None:
    """Say how long a task takes, in the unit it counts in. A milestone takes no time."""
    return set_length(task, Length(minutes, task.is_elapsed), by=by, at=at)


@transaction.atomic
def set_length(task: Task, length: Length, *, by: Acts, at: datetime) -> int | None:
    """Say how long a task takes, and whether in working time or around the clock; its work
    follows, unless the task keeps it."""
    values = {
        "duration_minutes": length.minutes,
        "is_elapsed": length.is_elapsed,
        "is_milestone": task.is_milestone and not length.minutes,
    }
    return changed(task, balanced(task, values), by=by, at=at)


@transaction.atomic
def set_work(task: Task, minutes: int | None, *, by: Acts, at: datetime) -> int | None:
    """Say how many hours people put into a task; its duration follows, unless the task keeps
    it."""
    return changed(task, balanced(task, {"work_minutes": minutes}), by=by, at=at)


@transaction.atomic
def set_units(task: Task, percent: int, *, by: Acts, at: datetime) -> int | None:
    """Say which share of their time people give to a task; its duration follows, or its work."""
    if task.is_elapsed or not task.duration_minutes:
        raise NoWorkingTime(_("Only what takes working time has a share of it."))
    return changed(task, by_units(task, percent), by=by, at=at)


@transaction.atomic
def keep(task: Task, what: str, *, by: Acts, at: datetime) -> int | None:
    """Say what stays when the duration, the work or the share of time changes."""
    return changed(task, {"keeps": what}, by=by, at=at)


@transaction.atomic
def measure(task: Task, percent: int | None, *, by: Acts, at: datetime) -> int | None:
    """Say how much of a task is there to be seen, which is what it has earned then; None lets it
    earn what its progress says."""
    return changed(task, {"physical_percent": percent}, by=by, at=at)


@transaction.atomic
def set_milestone(task: Task, is_milestone: bool, *, by: Acts, at: datetime) -> int | None:
    """Make a task a moment instead of a stretch of work, or the other way round."""
    minutes = 0 if is_milestone else task.duration_minutes or A_DAY
    values = {"is_milestone": is_milestone, "duration_minutes": minutes}
    return changed(task, values, by=by, at=at)


@transaction.atomic
def set_deadline(task: Task, on: date | None, *, by: Acts, at: datetime) -> int | None:
    """Say by which day a task must be done; the plan shows when it will not be."""
    return changed(task, {"deadline": on}, by=by, at=at)


@transaction.atomic
def constrain(
    task: Task, constraint: str, when: datetime | None, *, by: Acts, at: datetime
) -> int | None:
    """Tie a task to a date in one of the eight ways; without a date only ASAP and ALAP."""
    free = constraint in (Task.Constraint.ASAP, Task.Constraint.ALAP)
    values = {
        "constraint": constraint if free or when else Task.Constraint.ASAP,
        "constraint_at": None if free else when,
    }
    return changed(task, values, by=by, at=at)


@transaction.atomic
def put_in_bin(task: Task, *, by: Acts, at: datetime) -> None:
    """Move a task, and all under it, to the bin. Binning a binned task changes nothing."""
    ids = placing.family(task)
    if task.binned_at is None and Task.objects.live().filter(pk__in=ids).update(binned_at=at):
        task.binned_at = at
        told(events.TASK_BINNED, task, by=by, at=at, facts={"tasks": ids})


@transaction.atomic
def restore(task: Task, *, by: Acts, at: datetime) -> None:
    """Take a task out of the bin, with those that went there together with it."""
    together = Task.objects.filter(pk__in=placing.family(task), binned_at=task.binned_at)
    ids = list(together.values_list("pk", flat=True))
    if task.binned_at is not None and Task.objects.filter(pk__in=ids).update(binned_at=None):
        task.binned_at = None
        told(events.TASK_RESTORED, task, by=by, at=at, facts={"tasks": ids})
