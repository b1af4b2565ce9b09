"""Tables of working time as the compiled passes read them, numbered; number 0 is elapsed time.

Looking up does not bisect: an index of equal steps, about as many as there are periods, tells
from which period to look, and the one looked for is that or one soon after.
"""

import numpy as np

from rapport.engine.plan import PlanError
from rapport.engine.span import ELAPSED
from rapport.engine.worktable import WorkingTime, WorkTable

from .rows import QUESTIONS, TABLE, Rows


class Tables:
    """The tables of a plan's calendars; each grows when a walk comes to its end."""

    def __init__(self) -> None:
        self._numbers: dict[int, int] = {id(ELAPSED): 0}
        self._tables: list[WorkTable] = []
        self._held: list[tuple[Rows, ...]] = []
        self.rows: Rows = np.zeros(1, TABLE)

    def number(self, time: WorkingTime) -> int:
        """The number of a table, which is taken in at the first question."""
        known = self._numbers.get(id(time))
        if known is not None:
            return known
        if not isinstance(time, WorkTable):
            raise TypeError(time)
        number = self._numbers[id(time)] = len(self._numbers)
        self._tables.append(time)
        self._held.append(())
        self.rows = np.append(self.rows, np.zeros(1, TABLE))
        self._take(number)
        return number

    def lengthen(self, number: int, question: int, at: int) -> None:
        """Grow a table until it answers; raises `PlanError` where working time is too scarce."""
        known = self.rows[["count", "until"]][number].tolist()
        getattr(self._tables[number - 1], QUESTIONS[question])(at)
        self._take(number)
        if self.rows[["count", "until"]][number].tolist() == known:
            raise PlanError("A calendar does not reach as far as it says.")  # never ask for ever

    def _take(self, number: int) -> None:
        until, start, end, done = self._tables[number - 1].periods()
        periods = np.stack([np.array(column, np.int64) for column in (start, end, done)], axis=1)
        if (np.diff(periods[:, [0, 2]], axis=0) < 0).any():
            raise PlanError("A calendar has periods that run backwards.")
        by_time, by_work = _index(periods[:, 0]), _index(periods[:, 2])
        self._held[number - 1] = (periods, by_time[0], by_work[0])
        indexes = ((index.ctypes.data, len(index), shift) for index, shift in (by_time, by_work))
        self.rows[number] = (periods.ctypes.data, *indexes, len(periods), until)


def _index(numbers: Rows) -> tuple[Rows, int]:
    """For each step from the first number on, the place of one before it; the steps' power of two.

    A step is at most as long as the usual distance of neighbours.
    """
    if not len(numbers):
        return np.zeros(0, np.int32), 0
    past = numbers - numbers[0]
    shift = max(int(past[-1]) // len(numbers), 1).bit_length() - 1
    count = np.bincount(past >> shift)
    earlier = np.cumsum(count) - count
    return np.maximum(earlier - 1, 0).astype(np.int32), shift
