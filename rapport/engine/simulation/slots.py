"""Calendars for many runs at once: working time as tables of equal slots.

A slot is the longest stretch of which every period of every calendar of the plan is a whole
number, so that each slot is either worked or not, and moving between clock and working time
is one look-up and an addition, exact to the tick. All amounts are ticks in int32, moments are
counted from the midnight before the plan's start.
"""

from itertools import chain
from math import gcd

import numpy as np
from numpy.typing import NDArray

from rapport.engine import ticks
from rapport.engine.calendar import Calendars, CommonDays
from rapport.engine.plan import Periods, Plan

Ticks = NDArray[np.int32]
MINUTES_PER_DAY = 1440
YEAR = 366


class OutOfReach(ValueError):
    """A moment lies outside the years the tables were made for."""


class SlotMap:
    """A function that, within each slot, stands still or runs one to one.

    The table holds for each slot twice the value less what runs, plus one if it runs.
    """

    __slots__ = ("_origin", "_slot", "_table")

    def __init__(self, base: Ticks, runs: Ticks, slot: int, origin: int = 0) -> None:
        self._slot, self._origin = slot, origin
        begins = np.arange(len(base), dtype=np.int32) * np.int32(slot) + np.int32(origin)
        self._table = 2 * (base - runs * begins) + runs

    def __call__(self, at: Ticks, *, upper: bool = False) -> Ticks:
        """The values at `at`; with `upper` an end of a slot belongs to the slot before it."""
        index = at - (self._origin + upper)
        index //= self._slot
        # Seen as unsigned, what is negative is too large as well.
        if np.maximum.reduce(index.view(np.uint32), initial=0) >= len(self._table):
            raise OutOfReach
        found: Ticks = self._table.take(index, mode="clip")
        runs = found & 1
        runs *= at
        found >>= 1
        found += runs
        return found


class Frame:
    """The working time of one calendar, counted in ticks from the first day of the tables."""

    elapsed = False

    def __init__(self, working: NDArray[np.bool_], slot: int, origin: int) -> None:
        self._slot, self._origin = slot, origin
        self._runs = working.astype(np.int32)
        self._before = (np.cumsum(self._runs, dtype=np.int32) - self._runs) * np.int32(slot)
        self._slots = np.flatnonzero(working)
        self._maps: dict[int, SlotMap] = {}
        self._worked = SlotMap(self._before, self._runs, slot, origin)
        starts = (self._slots * slot + origin).astype(np.int32)
        self._clock = SlotMap(starts, np.ones_like(starts), slot)

    def worked(self, at: Ticks) -> Ticks:
        """Work done up to each moment."""
        return self._worked(at)

    def start_of(self, work: Ticks) -> Ticks:
        """The latest moments at which so much is done: where the next piece begins."""
        return self._clock(work)

    def finish_of(self, work: Ticks) -> Ticks:
        """The earliest moments at which so much is done: where this piece ends."""
        return self._clock(work, upper=True)

    def to(self, other: "Frame") -> SlotMap:
        """From work in this calendar to work in the other, at the same moments."""
        found = self._maps.get(id(other))
        if found is None:
            base, runs = other._before[self._slots], other._runs[self._slots]
            found = self._maps[id(other)] = SlotMap(base, runs, self._slot)
        return found


class Elapsed(Frame):
    """Time that is worked around the clock: work is the moment itself."""

    elapsed = True

    def __init__(self) -> None:
        super().__init__(np.zeros(0, np.bool_), 1, 0)

    def worked(self, at: Ticks) -> Ticks:
        """See `Frame`."""
        return at

    def start_of(self, work: Ticks) -> Ticks:
        """See `Frame`."""
        return work

    def finish_of(self, work: Ticks) -> Ticks:
        """See `Frame`."""
        return work


ELAPSED = Elapsed()


class Frames:
    """The frames of a plan's calendars, reaching so many days ahead and a quarter of it back."""

    def __init__(self, plan: Plan, uses: frozenset[tuple[str, ...]], days: int) -> None:
        calendars = Calendars(plan.calendars)
        back = days // 4
        first = ticks.day_number(plan.start) - back
        found = {use: _periods(calendars, use, first, back + days) for use in uses}
        bounds = {bound for rows in found.values() for bound in _bounds(rows)}
        slot = gcd(MINUTES_PER_DAY, *bounds)
        self._frames = {
            use: Frame(_working(rows, slot), slot * ticks.PER_MINUTE, -back * ticks.PER_DAY)
            for use, rows in found.items()
        }

    def of(self, use: tuple[str, ...]) -> Frame:
        """The time these calendars have in common; of none: elapsed time."""
        return self._frames[use] if use else ELAPSED


def shared(plan: Plan, task: str, resource: str) -> tuple[str, ...]:
    """The calendars that decide when a resource can work on a task with one of its own.

    Where the two have no time in common within a year, the task's calendar decides.
    """
    calendars, first = Calendars(plan.calendars), ticks.day_number(plan.start)
    both = CommonDays([calendars.days(task), calendars.days(resource)])
    meet = any(both(first + day) for day in range(YEAR))
    return tuple(sorted({task, resource})) if meet else (task,)


def _periods(calendars: Calendars, use: tuple[str, ...], first: int, days: int) -> list[Periods]:
    of = CommonDays([calendars.days(uid) for uid in use]) if use else lambda day: ((0, 1440),)
    return [of(day) for day in range(first, first + days)]


def _bounds(rows: list[Periods]) -> set[int]:
    return set(chain.from_iterable(chain.from_iterable(set(rows))))


def _working(rows: list[Periods], slot: int) -> NDArray[np.bool_]:
    """Slot by slot, whether it is worked."""
    kinds = {periods: index for index, periods in enumerate(dict.fromkeys(rows))}
    patterns = np.zeros((len(kinds), MINUTES_PER_DAY // slot), np.bool_)
    for periods, index in kinds.items():
        for opens, closes in periods:
            patterns[index, opens // slot : closes // slot] = True
    return patterns[[kinds[periods] for periods in rows]].ravel()
