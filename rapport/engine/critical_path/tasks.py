"""The tasks of a plan as rows of numbers.

Most tasks of most plans have a duration and a calendar and nothing else: these are compiled by
the column. What only some have is looked for among those that have anything.
"""

from collections.abc import Callable, Sequence

import numpy as np

from rapport.engine import ticks
from rapport.engine.calendar import Calendars
from rapport.engine.plan import Plan, Task
from rapport.engine.span import Spans, TeamSpan

from .amounts import amounts, whole
from .parts import Parts
from .rows import ACTIVE, CONSTRAINTS, DELAYED, MANUAL, MOMENTS, NODE, REMAINS, Rows
from .tables import Tables

Some = list[tuple[int, Task]]


class TaskRows:
    """Makes the rows of tasks, and the parts that the rows of teams point to."""

    def __init__(self, plan: Plan) -> None:
        calendars = Calendars(plan.calendars)
        calendars.table(plan.calendar)
        self.tables = Tables()
        self.parts = Parts()
        self._calendars, self._project = calendars, plan.calendar
        self._spans = Spans(plan, calendars)

    def of(self, tasks: Sequence[Task]) -> Rows:
        """One row a task, without its place in the outline."""
        rows = np.zeros(len(tasks), NODE)
        rows["driver"] = -1
        rows["flags"] = ACTIVE
        length = amounts([task.duration_minutes for task in tasks])
        if (length < 0).any():
            self._spans.of(tasks[int(np.argmax(length < 0))])
        rows["length"] = length
        number = _Numbers(self._number)
        rows["time"] = rows["own"] = [number[task.calendar] for task in tasks]
        if some := _with_more(tasks):
            _mark(rows, some)
            self._stretch(rows, some)
        return rows

    def _number(self, calendar: str | None) -> int:
        return self.tables.number(self._calendars.table(calendar or self._project))

    def _stretch(self, rows: Rows, some: Some) -> None:
        """The spans that are not simply a duration in a calendar."""
        number, of = self.tables.number, self._spans.of
        found = [
            (at, of(task)) for at, task in some if task.assignments or task.elapsed or task.splits
        ]
        places = [at for at, _ in found]
        rows["length"][places] = whole([span.ticks for _, span in found])
        rows["time"][places] = [number(span.time) for _, span in found]
        rows["own"][places] = [number(span.own) for _, span in found]
        for at, span in found:
            if isinstance(span, TeamSpan):
                team = [(part.ticks, wait, 0, 0, number(part.time)) for part, wait in span.parts]
                rows["part"][at], rows["parts"][at] = self.parts.keep(team)
            if span.left:
                left = [
                    (part.ticks, 0, since, n, number(part.time)) for part, since, n in span.left
                ]
                rows["left"][at], rows["lefts"][at] = self.parts.keep(left)
        self.parts.settle()


class _Numbers(dict[str | None, int]):
    """Numbers of tables by the calendar a task names."""

    def __init__(self, ask: Callable[[str | None], int]) -> None:
        super().__init__()
        self._ask = ask

    def __missing__(self, calendar: str | None) -> int:
        number = self[calendar] = self._ask(calendar)
        return number


def _with_more(tasks: Sequence[Task]) -> Some:
    """The tasks with more to them than a duration, a calendar and a place in the outline."""
    return [
        (at, task)
        for at, task in enumerate(tasks)
        if task.assignments
        or task.constraint != "ASAP"
        or task.constraint_at
        or task.actual_start
        or task.actual_finish
        or task.deadline
        or task.delay_minutes
        or task.elapsed
        or task.splits
        or task.manual
        or not task.active
    ]


def _mark(rows: Rows, some: Some) -> None:
    """What holds for some tasks only: moments, constraint, delay, progress, and what they are."""
    flags = rows["flags"]
    for name, column, flag in MOMENTS:
        found = [(at, when) for at, task in some if (when := getattr(task, name))]
        if found:
            places = [at for at, _ in found]
            rows[column][places] = [ticks.from_datetime(when) for _, when in found]
            flags[places] |= flag
    constrained = [(at, task.constraint) for at, task in some if task.constraint != "ASAP"]
    for at, kind in constrained:
        rows["constraint"][at] = CONSTRAINTS[kind]
    delayed = [(at, task.delay_minutes) for at, task in some if task.delay_minutes]
    _measure(rows, "delay", DELAYED, delayed)
    begun = [(at, task.left_minutes()) for at, task in some if task.actual_start]
    _measure(rows, "remaining", REMAINS, [(at, left) for at, left in begun if left is not None])
    flags[[at for at, task in some if task.manual]] |= MANUAL
    flags[[at for at, task in some if not task.active]] &= ~ACTIVE


def _measure(rows: Rows, column: str, flag: int, found: list[tuple[int, float]]) -> None:
    if found:
        places = [at for at, _ in found]
        rows[column][places] = amounts([minutes for _, minutes in found])
        rows["flags"][places] |= flag
