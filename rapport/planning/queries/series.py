"""What saying something of a series does: what is new, what moves or goes, and what stays."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from django.db.models import Q
from django.utils.translation import gettext as _

from rapport.engine.series import Rearranged, Standing, TooMany, rearranged, series_days
from rapport.engine.ticks import day_number
from rapport.lib.refusal import Refused
from rapport.planning.models import Occurrence, TaskSeries, TaskTiming
from rapport.planning.models.series import MOST
from rapport.planning.queries.frame import frame_of
from rapport.projects.models import Dependency, Project, Task
from rapport.projects.operations.tasks import tied_to

LAST: Final = date(2100, 12, 31)
A_DAY = timedelta(days=1)
SAID = (
    "rule", "since", "until", "times", "on_day_off", "name", "duration_minutes", "is_elapsed",
    "is_milestone", "assignee_id", "visibility",
)  # fmt: skip
# What its tasks are like, beside their days.
LIKE = ("name", "duration_minutes", "is_elapsed", "is_milestone", "assignee_id", "visibility")
# As long as a name may be, with room for a number.
LONGEST_NAME = 295


class NoDays(Refused):
    """The rule names no day, or too many."""


@dataclass(frozen=True, slots=True)
class Effect:
    """`days` are those on which it stands from today on; rows by their keys."""

    days: list[date]
    change: Rearranged
    free: frozenset[int]
    changed: int
    begun: int
    by_hand: int

    @property
    def is_nothing(self) -> bool:
        """Whether everything is like that already."""
        change = self.change
        return not (change.made or change.moved or change.removed or self.changed)


def effect(project: Project, said: TaskSeries, was: TaskSeries | None, *, today: date) -> Effect:
    """What saying this does, to a series that is there or as a new one. What is past stays where
    it is. Raises `NoDays`."""
    rows = occurrences(was) if was else []
    free = untouched(was, rows) if was else frozenset()
    after = today - A_DAY if was else None
    past = [row for row in rows if after and row.day <= after]
    days = _days(project, said, after=after, gone=len(past))
    coming = [row for row in rows if row not in past]
    change = rearranged([Standing(row.pk, row.day, row.pk not in free) for row in coming], days)
    kept = free - set(change.removed)
    is_other = was is not None and any(getattr(was, one) != getattr(said, one) for one in LIKE)
    begun = sum(row.task is not None and has_begun(row.task) for row in rows)
    return Effect(
        days, change, free, len(kept) if is_other else 0, begun, len(rows) - len(free) - begun
    )


def occurrences(series: TaskSeries) -> list[Occurrence]:
    """All that a series made, by day, with their tasks wherever these are."""
    rows = Occurrence.objects.filter(series=series).select_related("task")
    return list(rows.order_by("day", "pk"))


def like(series: TaskSeries, project: Project, row: Occurrence) -> dict[str, Any]:
    """The fields of a task of a series on its day, as nobody has changed them by hand."""
    said = {name: getattr(series, name) for name in LIKE}
    named = f"{series.name[:LONGEST_NAME]} {row.number}"
    return said | {"name": named} | tied_to(project, row.day)


def untouched(series: TaskSeries, rows: Collection[Occurrence]) -> frozenset[int]:
    """Those that are neither begun nor changed by hand, nor tied to anything else."""
    project = series.summary.project
    tasks = [row.task_id for row in rows if row.task_id]
    linked = Dependency.objects.filter(Q(predecessor__in=tasks) | Q(successor__in=tasks))
    tied = {pk for ends in linked.values_list("predecessor", "successor") for pk in ends}
    tied.update(TaskTiming.objects.filter(task__in=tasks).values_list("task", flat=True))
    tied.update(Task.objects.live().filter(parent__in=tasks).values_list("parent", flat=True))
    return frozenset(
        row.pk
        for row in rows
        if row.task is not None
        and row.task_id not in tied
        and _is_as_made(row.task, series, like(series, project, row))
    )


def has_begun(task: Task) -> bool:
    """Whether anybody has worked on it."""
    return task.state != Task.State.TODO or bool(task.percent_complete or task.actual_start)


def repeating(project: Project) -> set[int]:
    """The ids of the tasks that series of a project made, and of their summaries."""
    made = Occurrence.objects.filter(task__project=project).values_list("task", "series")
    return {pk for both in made for pk in both}


def _is_as_made(task: Task, series: TaskSeries, values: dict[str, Any]) -> bool:
    is_plain = not (
        task.binned_at or has_begun(task) or task.description or task.deadline
        or task.work_minutes is not None or task.assignee_name
    )  # fmt: skip
    is_there = task.parent_id == series.pk and task.project_id == series.summary.project_id
    return is_plain and is_there and all(getattr(task, name) == one for name, one in values.items())


def _days(project: Project, said: TaskSeries, *, after: date | None, gone: int) -> list[date]:
    try:
        days = series_days(
            said.days(LAST), _works(project), most=MOST, after=after, gone=gone
        )  # fmt: skip
    except TooMany as error:
        sentence = _("A task comes back at most %(n)d times: choose an earlier end.")
        raise NoDays(sentence % {"n": MOST}) from error
    if not days and not gone:
        raise NoDays(_("There is no such day until then."))
    return days


def _works(project: Project) -> Callable[[date], bool]:
    frame = frame_of(project)
    worked = frame.calendars.days(frame.own)
    return lambda day: bool(worked(day_number(day)))
