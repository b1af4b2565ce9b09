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
        table = self._tables[number - 1]
        getattr(table, QUESTIONS[question])(at)
        self._take(number)

    def _take(self, number: int) -> None:
        until, *columns = self._tables[number - 1].periods()
        start, end, done = (np.array(column, np.int64) for column in columns)
        if (np.diff(start) < 0).any() or (np.diff(done) < 0).any():
            raise PlanError("A calendar has periods that run backwards.")
        held = self._held[number - 1] = (start, _steps(start), done, _steps(done), end)
        lists = (_list(*held[:2]), _list(*held[2:4]))
        self.rows[number] = (*lists, end.ctypes.data, until)


def _shift(numbers: Rows) -> int:
    """The power of two that is at most the usual distance between neighbours."""
    if not len(numbers):
        return 0
    return max(int(numbers[-1] - numbers[0]) // len(numbers), 1).bit_length() - 1


def _steps(numbers: Rows) -> Rows:
    """The place of the last number up to each equal step from the first to the last."""
    if not len(numbers):
        return np.zeros(0, np.int32)
    steps = np.arange(numbers[0], numbers[-1] + 1, 1 << _shift(numbers))
    return (np.searchsorted(numbers, steps, "right") - 1).astype(np.int32)


def _list(numbers: Rows, steps: Rows) -> tuple[int, ...]:
    data = numbers.ctypes.data, steps.ctypes.data
    return (*data, len(numbers), _shift(numbers), len(steps), 0)
