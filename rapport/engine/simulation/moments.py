"""Where something stands in each of many runs."""

import numpy as np
from numpy.typing import NDArray

from rapport.engine.simulation.slots import ELAPSED, Frame, Ticks

Columns = NDArray[np.intp]


class Moments:
    """Moments, one a run, kept as work in the calendar they were found in.

    `upper` says that the moment is the end of that work, not the beginning of the next piece.
    What is the same in all runs is held once, in an array of length one.
    """

    __slots__ = ("_at", "frame", "upper", "work")

    def __init__(self, work: Ticks, frame: Frame = ELAPSED, *, upper: bool = False) -> None:
        self.work, self.frame, self.upper = work, frame, upper
        self._at: Ticks | None = None

    def at(self) -> Ticks:
        """The moments on the clock."""
        if self._at is None:
            frame = self.frame
            self._at = frame.finish_of(self.work) if self.upper else frame.start_of(self.work)
        return self._at

    def worked(self, frame: Frame) -> Ticks:
        """Work done by then in another calendar."""
        if frame is self.frame:
            return self.work
        if frame.elapsed:
            return self.at()
        if self.frame.elapsed:
            return frame.worked(self.work)
        return self.frame.to(frame)(self.work, upper=self.upper)

    def some(self, columns: Columns) -> "Moments":
        """The same moments in some of the runs."""
        return Moments(picked(self.work, columns), self.frame, upper=self.upper)


def picked(row: Ticks, columns: Columns) -> Ticks:
    """Some runs of a row; a row of one is the same in all runs."""
    return row[columns] if len(row) > 1 else row


def constant(tick: int) -> Moments:
    """The same moment in every run."""
    return Moments(np.array([tick], np.int32))
