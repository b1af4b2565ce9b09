"""How far a plan has moved since a baseline was taken."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import chain
from typing import Any

from django.utils.translation import gettext as _

from rapport.planning.models import Baseline, PlanState
from rapport.planning.queries.frame import Frame, frame_of
from rapport.planning.queries.kept_rows import KeptRow, kept_rows, length_of
from rapport.planning.queries.outlined import PlanRow, plan_rows
from rapport.planning.queries.shift import NONE, Distance, Shift
from rapport.projects.models import Project, Task
from rapport.ui.words import working_duration

Dates = tuple[datetime, datetime]
BOTH = 2


@dataclass(frozen=True, slots=True)
class Variance:
    """A task then and now, in local times; `longer` is minutes, negative when shorter.

    One side is missing of a task that was added since, or is gone. Gone for good, it has no name.
    """

    number: int
    name: str
    level: int = 0
    was: Dates | None = None
    now: Dates | None = None
    start: Shift = NONE
    finish: Shift = NONE
    longer: int = 0
    was_percent: int = 0
    percent: int = 0

    @property
    def is_added(self) -> bool:
        """Whether the baseline does not know it."""
        return self.was is None

    @property
    def is_gone(self) -> bool:
        """Whether the plan no longer has it."""
        return self.was is not None and self.now is None

    @property
    def change(self) -> str:
        """By how much it takes longer or shorter, in words; nothing where it takes as long."""
        if not self.longer:
            return ""
        said = _("%(time)s longer") if self.longer > 0 else _("%(time)s shorter")
        return said % {"time": working_duration(self.longer)}

    @property
    def has_moved(self) -> bool:
        """Whether its dates or its duration differ."""
        return bool(self.start or self.finish or self.longer)


@dataclass(frozen=True, slots=True)
class Comparison:
    """A plan against one of its baselines. `planned` is its finish now, if it has one."""

    tasks: list[Variance]
    planned: datetime | None
    finish: Shift

    @property
    def added(self) -> int:
        """Tasks the baseline does not know."""
        return sum(task.is_added for task in self.tasks)

    @property
    def gone(self) -> int:
        """Tasks the plan no longer has."""
        return sum(task.is_gone for task in self.tasks)

    @property
    def moved(self) -> int:
        """Tasks with other dates or another duration."""
        return sum(task.has_moved for task in self.tasks)


def _most(measure: Callable[[Variance], Any]) -> Callable[[Iterable[Variance]], list[Variance]]:
    """The greatest first, those with nothing to measure last, else in the order of the plan."""
    return lambda tasks: sorted(tasks, key=measure, reverse=True)


# How a person may order the tasks, besides as they stand in the plan.
ORDERS = {
    "start": _most(lambda task: abs(task.start)),
    "finish": _most(lambda task: abs(task.finish)),
    "duration": _most(lambda task: abs(task.longer)),
}


def comparison(baseline: Baseline) -> Comparison:
    """Every task of the plan in its order, then those that are gone; a fixed number of queries."""
    project = baseline.project
    frame, rows = frame_of(project), plan_rows(project)
    kept = {row.task_number: row for row in kept_rows([baseline])[baseline.pk]}
    was = {number: _local(row, frame) for number, row in kept.items()}
    ends = [end for end in (frame.local(baseline.finish), _planned(project, frame)) if end]
    moments = [*ends, *chain.from_iterable(was.values()), *chain.from_iterable(map(_now, rows))]
    distance = Distance(frame, moments)
    tasks = [_against(kept.get(row.number), row, was, distance) for row in rows]
    tasks += _gone(project, kept.keys() - {row.number for row in rows}, was)
    finish = distance.between(*ends) if len(ends) == BOTH else NONE
    return Comparison(tasks, ends[1] if len(ends) == BOTH else None, finish)


def finish_moves(project: Project, baselines: Sequence[Baseline]) -> dict[int, Shift]:
    """How far the end has moved since each, by primary key; none while the plan has no end."""
    frame = frame_of(project)
    planned = _planned(project, frame)
    if planned is None:
        return {}
    ends = {one.pk: end for one in baselines if (end := frame.local(one.finish))}
    distance = Distance(frame, [planned, *ends.values()])
    return {pk: distance.between(end, planned) for pk, end in ends.items()}


def _planned(project: Project, frame: Frame) -> datetime | None:
    states = PlanState.objects.filter(project=project)
    return frame.local(states.values_list("finish", flat=True).first())


def _local(row: KeptRow, frame: Frame) -> Dates:
    zone = frame.zone
    return (
        row.start.astimezone(zone).replace(tzinfo=None),
        row.finish.astimezone(zone).replace(tzinfo=None),
    )


def _now(row: PlanRow) -> Dates | tuple[()]:
    return (row.start, row.finish) if row.start and row.finish else ()


def _against(
    kept: KeptRow | None, row: PlanRow, was: Mapping[int, Dates], distance: Distance
) -> Variance:
    """A task of the plan, measured if the baseline knows it and it has dates."""
    dates = was.get(row.number)
    now = (row.start, row.finish) if row.start and row.finish else None
    common = Variance(row.number, row.name, row.level, dates, now, percent=row.percent)
    if kept is None or dates is None or now is None:
        return common
    return replace(
        common,
        start=distance.between(dates[0], now[0]),
        finish=distance.between(dates[1], now[1]),
        longer=length_of(row, distance.calendar) - kept.duration_minutes,
        was_percent=kept.percent,
    )


def _gone(project: Project, numbers: Set[int], was: Mapping[int, Dates]) -> Iterator[Variance]:
    """What the plan no longer has; what lies in the bin still has its name."""
    binned = Task.objects.binned().filter(project=project)
    names = dict(binned.values_list("number", "name"))
    for number in sorted(numbers):
        yield Variance(number, names.get(number, ""), was=was[number])
