"""The work of a project as a contact may see it, at the level of detail they chose."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from rapport.lib.reader import Detail, Reader
from rapport.planning.models import ScheduleRow
from rapport.projects.models import Project, Task
from rapport.promises.models import Promise

MOST_TASKS = 300


@dataclass(frozen=True, slots=True)
class Piece:
    """A milestone or task with its expected days; who and what only where everything is shown."""

    name: str
    level: int
    is_milestone: bool
    is_summary: bool
    is_done: bool
    state: str
    start: date | None
    finish: date | None
    who: str = ""
    description: str = ""


@dataclass(frozen=True, slots=True)
class _Dates:
    """Where the engine put a task: moments, and its place in the outline."""

    start: datetime
    expected: datetime
    is_summary: bool


def pieces(project: Project, reader: Reader) -> list[Piece]:
    """What this reader may see of the work, in order; nothing for whoever wants the headline."""
    if reader.detail == Detail.HEADLINE:
        return []
    rows = list(
        Task.objects.visible_to(reader)
        .live()
        .filter(project=project)
        .select_related("assignee__user")
        .order_by("position")[:MOST_TASKS]
    )
    ahead, told, states = _ahead(rows), _told(project, reader), _states(rows)
    levels = _levels(rows)
    in_full = reader.detail == Detail.EVERYTHING
    return [
        Piece(
            name=task.name,
            level=levels[task.pk],
            is_milestone=task.is_milestone,
            is_summary=task.pk in ahead and ahead[task.pk].is_summary,
            is_done=states[task.pk] == Task.State.DONE,
            state=str(states[task.pk].label),
            start=_start(task, ahead.get(task.pk)),
            finish=_finish(task, ahead.get(task.pk), told.get(task.pk)),
            who=_who(task) if in_full else "",
            description=task.description if in_full else "",
        )
        for task in rows
    ]


def _ahead(tasks: Sequence[Task]) -> dict[int, _Dates]:
    rows = ScheduleRow.objects.filter(task__in=[task.pk for task in tasks])
    found = rows.values_list("task", "start", "forecast_finish", "is_summary")
    return {task: _Dates(*dates) for task, *dates in found}


def _levels(tasks: Sequence[Task]) -> dict[int, int]:
    """How deep each stands among those that are shown: what is above may not be."""
    found: dict[int, int] = {}
    for task in tasks:
        above = found.get(task.parent_id) if task.parent_id else None
        found[task.pk] = 0 if above is None else above + 1
    return found


def _states(tasks: Sequence[Task]) -> dict[int, Task.State]:
    """By task: a summary is as far as its parts, which stand below it, are."""
    found: dict[int, Task.State] = {}
    parts: dict[int | None, set[Task.State]] = defaultdict(set)
    for task in reversed(tasks):
        found[task.pk] = _of_parts(parts[task.pk]) or Task.State(task.state)
        parts[task.parent_id].add(found[task.pk])
    return found


def _of_parts(states: set[Task.State]) -> Task.State | None:
    if len(states) > 1:
        return Task.State.DOING
    return next(iter(states), None)


def _told(project: Project, reader: Reader) -> dict[int | None, date]:
    """By task, the day this reader was promised for it."""
    ours = Promise.objects.visible_to(reader).open().filter(side=Promise.Side.US)
    return {promise.task_id: promise.owed_on for promise in ours.filter(project=project)}


def _start(task: Task, ahead: _Dates | None) -> date | None:
    begun = task.actual_start or (ahead.start if ahead else None)
    return timezone.localtime(begun).date() if begun else None


def _finish(task: Task, ahead: _Dates | None, told: date | None) -> date | None:
    """When it was done, or is expected: no later than it was promised, until a person says so."""
    if task.actual_finish:
        return timezone.localtime(task.actual_finish).date()
    day = timezone.localtime(ahead.expected).date() if ahead else None
    return min(day, told) if day and told else day


def _who(task: Task) -> str:
    return task.assignee.name if task.assignee else ""
