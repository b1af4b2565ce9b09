"""How long the tasks of one kind of step take, in many runs at once.

The twin of `rapport.engine.span`, for rows of moments instead of one.
"""

import numpy as np
from numpy.typing import NDArray

from rapport.engine.simulation.slots import Frame, Frames, Ticks
from rapport.engine.simulation.steps import Part, Step


class Stretch:
    """Work of one resource in its calendar, `length` ticks of it in each run, after a wait."""

    __slots__ = ("_empty", "frame", "length", "wait")

    def __init__(self, frame: Frame, length: Ticks, part: Part) -> None:
        self.frame, self.length, self.wait = frame, length, part.wait
        self._empty = not part.length and not length.any()

    def begin(self, at: Ticks) -> Ticks:
        """The first moments from `at` on when this can begin."""
        frame = self.frame
        worked = frame.worked(at)
        begin = frame.start_of(worked)
        return np.where(frame.finish_of(worked) == at, at, begin) if self._empty else begin

    def end(self, at: Ticks) -> Ticks:
        """The last moments up to `at` when this can end."""
        frame = self.frame
        worked = frame.worked(at)
        end = frame.finish_of(worked)
        return np.where(frame.start_of(worked) == at, at, end) if self._empty else end

    def finish(self, start: Ticks) -> Ticks:
        """Where the work ends that begins at `start`."""
        if self._empty:
            return start
        return self.frame.finish_of(self.frame.worked(start) + self.length)

    def start(self, finish: Ticks) -> Ticks:
        """Where the work begins that ends at `finish`."""
        if self._empty:
            return finish
        return self.frame.start_of(self.frame.worked(finish) - self.length)

    def waited(self, at: Ticks) -> Ticks:
        """Where the wait is over that begins at `at`."""
        frame = self.frame
        return frame.finish_of(frame.worked(at) + self.wait) if self.wait else at

    def unwaited(self, at: Ticks) -> Ticks:
        """Where the wait begins that is over at `at`."""
        frame = self.frame
        return frame.start_of(frame.worked(at) - self.wait) if self.wait else at


class Team:
    """Work shared by several, each in their own calendar: over when the last one is done."""

    __slots__ = ("_alone", "_stretches")

    def __init__(self, step: Step, frames: Frames, length: Ticks) -> None:
        alone = len(step.parts) == 1
        self._alone = alone and not step.parts[0].wait
        factor = length / step.length if step.length else np.ones(1)
        self._stretches = [
            Stretch(frames.of(part.use), length if alone else scaled(part.length, factor), part)
            for part in step.parts
        ]

    def begin(self, at: Ticks) -> Ticks:
        """The first moments from `at` on when one of them can begin."""
        return lowest([one.begin(at) for one in self._stretches])

    def end(self, at: Ticks) -> Ticks:
        """The last moments up to `at` when one of them can end."""
        return highest([one.end(at) for one in self._stretches])

    def finish(self, start: Ticks) -> Ticks:
        """Where the last of them ends when all begin at `start`."""
        if self._alone:
            return self._stretches[0].finish(start)
        return highest([one.finish(one.begin(one.waited(start))) for one in self._stretches])

    def start(self, finish: Ticks) -> Ticks:
        """Where they must begin to end at `finish`."""
        starts = [one.unwaited(one.start(one.end(finish))) for one in self._stretches]
        return lowest(starts)


def scaled(length: int, factor: NDArray[np.float64]) -> Ticks:
    """So much work, longer or shorter in each run."""
    return np.rint(length * factor).astype(np.int32)


def highest(rows: list[Ticks]) -> Ticks:
    """The latest of several rows, run by run."""
    top = rows[0]
    for row in rows[1:]:
        top = np.maximum(top, row)
    return top


def lowest(rows: list[Ticks]) -> Ticks:
    """The earliest of several rows, run by run."""
    low = rows[0]
    for row in rows[1:]:
        low = np.minimum(low, row)
    return low
