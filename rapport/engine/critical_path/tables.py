"""Tables of working time as the compiled passes read them, numbered; number 0 is elapsed time."""

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
        self._columns: list[Rows] = []
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
        self._columns.append(np.empty(0))
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
        held = self._columns[number - 1] = np.array(columns, np.int64)
        if (np.diff(held[[0, 2]]) < 0).any():
            raise PlanError("A calendar has periods that run backwards.")
        start, end, done = (column.ctypes.data for column in held)
        near = int(self.rows["near"][number])
        self.rows[number] = (start, end, done, until, held.shape[1], near)
