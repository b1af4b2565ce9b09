"""A schedule out of a network's rows."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any

import numpy as np

from rapport.engine import ticks
from rapport.engine.plan import Plan, Schedule, ScheduledTask, Task
from rapport.engine.ticks import PER_DAY, PER_MINUTE, SECONDS

from .amounts import BeyondReach
from .rows import REASONS, Dates, Rows

# How a column of ticks is said: as naive local times, or as whoever asked keeps moments.
Write = Callable[[Rows], list[Any]]

COMPLETE = 100
FIRST = ticks.day_number(date.min) * PER_DAY
LAST = (ticks.day_number(date.max) + 1) * PER_DAY - 1


def schedule_of(plan: Plan, tasks: Sequence[Task], dates: Dates, summaries: Rows) -> Schedule:
    """The schedule of a plan's tasks whose dates were found, and which of them are summaries.

    Raises `PlanError` when a date is beyond the years that can be written.
    """
    names = [*(task.uid for task in tasks), None]  # nobody is -1
    start, finish = moments_of(np.array([dates.project_start, dates.project_finish]))
    columns = _columns(plan, tasks, dates, summaries, names, moments_of)
    placed = map(ScheduledTask._make, zip(*columns, strict=True))
    return Schedule(start, finish, tuple(placed))


def columns_of(
    plan: Plan, tasks: Sequence[Task], dates: Dates, summaries: Rows, places: Rows, write: Write
) -> tuple[list[Any], ...]:
    """The tasks at these places alone, as the columns of `ScheduledTask`; `write` says moments."""
    names = [*(task.uid for task in tasks), None]
    some = [tasks[at] for at in places.tolist()]
    return _columns(plan, some, dates.at(places), summaries[places], names, write)


def moments_of(column: Rows) -> list[datetime]:
    """Ticks as naive local times. Raises `PlanError` as `schedule_of` does."""
    moments: list[datetime] = (within_reach(column) * SECONDS).astype("datetime64[s]").tolist()
    return moments


def within_reach(column: Rows) -> Rows:
    """The same ticks. Raises `PlanError` when one is beyond the years that can be written."""
    if ((column < FIRST) | (column > LAST)).any():
        raise BeyondReach
    return column


def _columns(
    plan: Plan,
    tasks: Sequence[Task],
    dates: Dates,
    summaries: Rows,
    names: Sequence[str | None],
    write: Write,
) -> tuple[list[Any], ...]:
    complete = np.array([task.percent_complete for task in tasks], np.float64) >= COMPLETE
    late = dates.total_slack / PER_MINUTE <= plan.critical_slack_minutes
    return (
        [task.uid for task in tasks],
        *_moments(dates, write),
        _minutes(dates.total_slack),
        _minutes(dates.free_slack),
        (late & ~complete).tolist(),
        summaries.tolist(),
        [names[driver] for driver in dates.driver.tolist()],
        [REASONS[reason] for reason in dates.reason.tolist()],
    )


def _moments(dates: Dates, write: Write) -> list[list[Any]]:
    """The six columns of dates; tasks that stand early share the moments of their early dates."""
    early = write(dates.early_start), write(dates.early_finish)
    placed = (
        early[0] if np.array_equal(dates.start, dates.early_start) else write(dates.start),
        early[1] if np.array_equal(dates.finish, dates.early_finish) else write(dates.finish),
    )
    return [*placed, *early, write(dates.late_start), write(dates.late_finish)]


def _minutes(column: Rows) -> list[float]:
    """Ticks as minutes; whole minutes come back as `int`."""
    whole, rest = np.divmod(column, PER_MINUTE)
    if not rest.any():
        minutes: list[float] = whole.tolist()
        return minutes
    return [ticks.to_minutes(amount) for amount in column.tolist()]
