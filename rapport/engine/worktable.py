"""Working time as one sorted table: where each period begins and how much was worked before it.

All arithmetic is a bisection of the table. It is built for the years that are asked for and
grows in both directions.
"""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable
from typing import Protocol

import numpy as np

from rapport.engine.periods import Numbers, WorkingDays, periods_between
from rapport.engine.plan import PlanError
from rapport.engine.ticks import PER_DAY

FIRST_BACK, FIRST_AHEAD = 60, 400  # days built around the first question
FURTHEST = 366 * 250  # days; nobody plans further than this from the first question


class WorkingTime(Protocol):
    """What the scheduler asks of a calendar. All arguments and answers are ticks."""

    def worked(self, at: int) -> int:
        """Work done up to `at`, counted from a fixed but arbitrary moment."""

    def start_of(self, work: int) -> int:
        """The latest moment at which so much is done: where the next piece begins."""

    def finish_of(self, work: int) -> int:
        """The earliest moment at which so much is done: where this piece ends."""


class AroundTheClock:
    """Elapsed time: every tick is worked."""

    def worked(self, at: int) -> int:
        """See `WorkingTime`."""
        return at

    def start_of(self, work: int) -> int:
        """See `WorkingTime`."""
        return work

    def finish_of(self, work: int) -> int:
        """See `WorkingTime`."""
        return work


class Answers(dict[int, int]):
    """Answers given before. Plans ask about the same few ends of periods again and again."""

    def __init__(self, ask: Callable[[int], int]) -> None:
        super().__init__()
        self._ask = ask

    def __missing__(self, key: int) -> int:
        """Ask once, then remember."""
        answer = self[key] = self._ask(key)
        return answer


class WorkTable:
    """The table of one calendar, given the periods of its days."""

    def __init__(self, days: WorkingDays, name: str = "") -> None:
        self.worked: Callable[[int], int] = Answers(self._worked).__getitem__
        self.start_of: Callable[[int], int] = Answers(self._start_of).__getitem__
        self.finish_of: Callable[[int], int] = Answers(self._finish_of).__getitem__
        self._days = days
        self._name = name
        self._centre: int | None = None
        self._from = self._to = 0
        self._starts, self._ends, self._done = array("q"), array("q"), array("q")

    def periods(self) -> tuple[int, "array[int]", "array[int]", "array[int]"]:
        """What is built: until which tick, and the starts, ends and work before, by period."""
        return self._to * PER_DAY, self._starts, self._ends, self._done

    def _worked(self, at: int) -> int:
        """See `WorkingTime`."""
        index = bisect_right(self._starts, at) - 1
        if index < 0 or at >= self._to * PER_DAY:
            self._cover(at // PER_DAY)
            index = bisect_right(self._starts, at) - 1
        start, end = self._starts[index], self._ends[index]
        return self._done[index] + (at if at < end else end) - start

    def _start_of(self, work: int) -> int:
        """See `WorkingTime`."""
        index = bisect_right(self._done, work) - 1
        while index < 0 or work >= self._done[index] + self._ends[index] - self._starts[index]:
            self._grow(later=index >= 0)
            index = bisect_right(self._done, work) - 1
        return self._starts[index] + work - self._done[index]

    def _finish_of(self, work: int) -> int:
        """See `WorkingTime`."""
        index = bisect_left(self._done, work) - 1
        while index < 0 or work > self._done[index] + self._ends[index] - self._starts[index]:
            self._grow(later=index >= 0)
            index = bisect_left(self._done, work) - 1
        return self._starts[index] + work - self._done[index]

    def _cover(self, day: int) -> None:
        if self._centre is None:
            self._centre = day
            self._from = self._to = day
            self._add(day - FIRST_BACK, day)
            self._add(day, day + FIRST_AHEAD)
        while day < self._from or not self._starts or self._starts[0] > day * PER_DAY:
            self._grow(later=False)
        while day >= self._to:
            self._grow(later=True)

    def _grow(self, *, later: bool) -> None:
        """Build as many days again, on one side."""
        if self._centre is None:
            self._cover(0)
            return
        reach = self._to - self._from
        if reach > 2 * FURTHEST:
            raise PlanError(
                f"The calendar “{self._name}” has too little working time for this plan."
            )
        if later:
            self._add(self._to, self._to + reach)
        else:
            self._add(self._from - reach, self._from)

    def _add(self, first: int, last: int) -> None:
        """Append or prepend the days from `first` up to `last`, which touch what is built."""
        starts, ends = periods_between(self._days, first, last)
        lengths = ends - starts
        before = np.cumsum(lengths) - lengths
        if first >= self._to:
            done = self._done[-1] + self._ends[-1] - self._starts[-1] if self._done else 0
            self._starts += _held(starts)
            self._ends += _held(ends)
            self._done += _held(before + done)
            self._to = last
        else:
            done = (self._done[0] if self._done else 0) - int(lengths.sum())
            self._starts = _held(starts) + self._starts
            self._ends = _held(ends) + self._ends
            self._done = _held(before + done) + self._done
            self._from = first


def _held(numbers: Numbers) -> "array[int]":
    return array("q", numbers.astype(np.int64).tobytes())
