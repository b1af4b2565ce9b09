"""Working time as one sorted table: where each period begins and how much was worked before it.

All arithmetic is a bisection of the table. It is built for the years that are asked for and
grows in both directions.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from typing import Protocol

from rapport.engine.plan import Periods, PlanError
from rapport.engine.ticks import PER_DAY, PER_MINUTE

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
    """The table of one calendar, given the periods of any day number."""

    def __init__(self, periods_of: Callable[[int], Periods], name: str = "") -> None:
        self.worked: Callable[[int], int] = Answers(self._worked).__getitem__
        self.start_of: Callable[[int], int] = Answers(self._start_of).__getitem__
        self.finish_of: Callable[[int], int] = Answers(self._finish_of).__getitem__
        self._periods = periods_of
        self._name = name
        self._centre: int | None = None
        self._from = self._to = 0
        self._starts: list[int] = []
        self._ends: list[int] = []
        self._done: list[int] = []

    def periods(self) -> tuple[int, list[int], list[int], list[int]]:
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
        starts: list[int] = []
        ends: list[int] = []
        for day in range(first, last):
            midnight = day * PER_DAY
            for opens, closes in self._periods(day):
                start, end = midnight + opens * PER_MINUTE, midnight + closes * PER_MINUTE
                if starts and ends[-1] == start:
                    ends[-1] = end
                else:
                    starts.append(start)
                    ends.append(end)
        if first >= self._to:
            base = self._done[-1] + self._ends[-1] - self._starts[-1] if self._done else 0
            self._done += _running(starts, ends, base)
            self._starts += starts
            self._ends += ends
            self._to = last
        else:
            total = sum(ends) - sum(starts)
            base = (self._done[0] if self._done else 0) - total
            self._done[:0] = _running(starts, ends, base)
            self._starts[:0] = starts
            self._ends[:0] = ends
            self._from = first


def _running(starts: list[int], ends: list[int], base: int) -> list[int]:
    done: list[int] = []
    for start, end in zip(starts, ends, strict=True):
        done.append(base)
        base += end - start
    return done
