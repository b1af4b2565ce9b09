"""The work of a project at the level of detail a contact chose."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from rapport.lib.reader import Detail, Reader
from rapport.planning.queries.forecast import forecast_of_tasks
from rapport.projects.models import Project, Task
from rapport.promises.models import Promise

MOST_STEPS = 6
MOST_TASKS = 300


@dataclass(frozen=True, slots=True)
class Piece:
    """A milestone or task with its expected day; who and what only where everything is shown."""

    name: str
    is_milestone: bool
    is_done: bool
    state: str
    finish: date | None
    who: str = ""
    description: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """A milestone on the way: done, now, or ahead."""

    name: str
    state: str


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
    ahead = forecast_of_tasks([task.pk for task in rows])
    told = _told(project, reader)
    states = _states(rows)
    in_full = reader.detail == Detail.EVERYTHING
    return [
        Piece(
            name=task.name,
            is_milestone=task.is_milestone,
            is_done=states[task.pk] == Task.State.DONE,
            state=str(states[task.pk].label),
            finish=_finish(task, ahead.get(task.pk), told.get(task.pk)),
            who=_who(task) if in_full else "",
            description=task.description if in_full else "",
        )
        for task in rows
    ]


def steps(shown: Sequence[Piece]) -> list[Step]:
    """A few milestones around where we are now."""
    milestones = [piece for piece in shown if piece.is_milestone]
    milestones.sort(key=lambda piece: (not piece.is_done, piece.finish or date.max))
    here = next((n for n, piece in enumerate(milestones) if not piece.is_done), len(milestones))
    first = max(min(here - 2, len(milestones) - MOST_STEPS), 0)
    states = {True: "done", False: ""}
    return [
        Step(piece.name, "now" if number == here else states[piece.is_done])
        for number, piece in enumerate(milestones)
    ][first : first + MOST_STEPS]


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


def _finish(task: Task, ahead: object, told: date | None) -> date | None:
    """When it was done, or is expected: no later than it was promised, until a person says so."""
    if task.actual_finish:
        return timezone.localtime(task.actual_finish).date()
    expected = getattr(ahead, "expected", None)
    day = timezone.localtime(expected).date() if expected else None
    return min(day, told) if day and told else day


def _who(task: Task) -> str:
    return task.assignee.name if task.assignee else ""
