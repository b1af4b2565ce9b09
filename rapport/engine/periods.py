"""The periods of many days at once: the usual week repeated, with the days that differ put in."""

from collections.abc import Iterable
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from rapport.engine.plan import Periods
from rapport.engine.ticks import MONDAY_SHIFT, PER_DAY, PER_MINUTE

Numbers = NDArray[Any]


class WorkingDays(Protocol):
    """Which periods are worked on which day."""

    def __call__(self, day: int) -> Periods:
        """The periods of a day number."""

    def usual(self, weekday: int) -> Periods:
        """The periods of a weekday (Monday is 0) in the ordinary week."""

    def unusual(self, first: int, last: int) -> Iterable[int]:
        """All days from `first` up to `last` that may differ from the ordinary week."""


def periods_between(days: WorkingDays, first: int, last: int) -> tuple[Numbers, Numbers]:
    """Starts and ends in ticks of all periods from one day up to another, joined where they touch.

    Both are ascending if those of each day are.
    """
    numbers = np.arange(first, last)
    kind = (numbers + MONDAY_SHIFT) % 7
    kinds = [days.usual(weekday) for weekday in range(7)]
    for day in days.unusual(first, last):
        kind[day - first] = len(kinds)
        kinds.append(days(day))
    sizes = np.array([len(periods) for periods in kinds])
    each = np.array([period for periods in kinds for period in periods], np.int64).reshape(-1, 2)
    count = sizes[kind]
    # Where among all the kinds' periods the periods of each day are, one after another.
    skipped = (np.cumsum(sizes) - sizes)[kind] - (np.cumsum(count) - count)
    found = each[np.repeat(skipped, count) + np.arange(count.sum())] * PER_MINUTE
    found += np.repeat(numbers * PER_DAY, count)[:, np.newaxis]
    starts, ends = found[:, 0], found[:, 1]
    apart = starts[1:] != ends[:-1]
    begins = np.append(True, apart)[: len(starts)]  # noqa: FBT003
    return starts[begins], ends[np.append(apart, True)[: len(ends)]]  # noqa: FBT003
