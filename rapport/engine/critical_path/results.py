"""A schedule out of a network's rows."""

from collections.abc import Sequence
from datetime import date, datetime

import numpy as np

from rapport.engine import ticks
from rapport.engine.plan import Plan, Schedule, ScheduledTask, Task
from rapport.engine.ticks import PER_DAY, PER_MINUTE, SECONDS

from .rows import END, REASONS, Dates, Rows
from .tasks import BeyondReach

COMPLETE = 100
FIRST = ticks.day_number(date.min) * PER_DAY
LAST = (ticks.day_number(date.max) + 1) * PER_DAY - 1


def schedule_of(plan: Plan, tasks: Sequence[Task], dates: Dates) -> Schedule:
    """The schedule of a plan's tasks whose dates were found.

    Raises `PlanError` when a date is beyond the years that can be written.
    """
    rows = dates.tasks
    uids = [task.uid for task in tasks]
    names = [*uids, None]  # nobody is -1
    complete = np.array([task.percent_complete for task in tasks], np.float64) >= COMPLETE
    slack = rows["total_slack"]
    critical = (slack / PER_MINUTE <= plan.critical_slack_minutes) & ~complete
    placed = map(
        ScheduledTask,
        uids,
        *_moments(rows),
        _minutes(slack),
        _minutes(rows["free_slack"]),
        critical.tolist(),
        (rows["side"] == END).tolist(),
        [names[driver] for driver in rows["driver"].tolist()],
        [REASONS[reason] for reason in rows["reason"].tolist()],
    )
    start, finish = _written(np.array([dates.start, dates.finish]))
    return Schedule(start, finish, tuple(placed))


def _moments(rows: Rows) -> list[list[datetime]]:
    """The six columns of dates; what stands early shares its moments."""
    found = {name: _written(rows[name]) for name in ("early_start", "early_finish")}
    for name in ("start", "finish"):
        same = np.array_equal(rows[name], rows[f"early_{name}"])
        found[name] = found[f"early_{name}"] if same else _written(rows[name])
    late = [_written(rows[name]) for name in ("late_start", "late_finish")]
    return [*(found[name] for name in ("start", "finish", "early_start", "early_finish")), *late]


def _written(column: Rows) -> list[datetime]:
    """Ticks as naive local times."""
    if ((column < FIRST) | (column > LAST)).any():
        raise BeyondReach
    moments: list[datetime] = (column * SECONDS).astype("datetime64[s]").tolist()
    return moments


def _minutes(column: Rows) -> list[float]:
    """Ticks as minutes; whole minutes come back as `int`."""
    whole, rest = np.divmod(column, PER_MINUTE)
    if not rest.any():
        minutes: list[float] = whole.tolist()
        return minutes
    return [ticks.to_minutes(amount) for amount in column.tolist()]
