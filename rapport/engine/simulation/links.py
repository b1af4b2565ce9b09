"""What the links of a step ask of it, in many runs at once."""

from typing import Protocol

import numpy as np

from rapport.engine.simulation.moments import Moments
from rapport.engine.simulation.slots import Frames, Ticks
from rapport.engine.simulation.spans import Team
from rapport.engine.simulation.steps import Arrow, Step


class Lengths(Protocol):
    """The work of each step, one row a step."""

    def __getitem__(self, index: int, /) -> Ticks:
        """The row of one step."""


class Links:
    """Reads links against the lengths of the runs; a shared lag is part of the predecessor's."""

    def __init__(self, frames: Frames, lengths: Lengths) -> None:
        self._frames, self._lengths = frames, lengths

    def work(self, arrow: Arrow, step: Step, source: Moments, length: Ticks) -> Ticks:
        """The start asked of a plain step, as work in the step's calendar."""
        frame = self._frames.of(step.use)
        if arrow.elapsed:
            work = frame.worked(source.at() + self._lag(arrow))
        else:
            work = source.worked(frame)
            if arrow.lag or arrow.share:
                work = work + self._lag(arrow)
        return work - length if arrow.asks_finish else work

    def moment(self, arrow: Arrow, step: Step, source: Moments, team: Team) -> Ticks:
        """The start asked of any other step, on the clock."""
        at = self.lagged(arrow, step, source)
        return team.start(team.end(at)) if arrow.asks_finish else at

    def lagged(self, arrow: Arrow, step: Step, source: Moments) -> Ticks:
        """The predecessor's moments plus the lag, in the calendar of the one who waits."""
        at = source.at()
        if not (arrow.lag or arrow.share):
            return at
        lag = self._lag(arrow)
        if arrow.elapsed:
            return at + lag
        frame = self._frames.of(step.use)
        done = frame.worked(at) + lag
        return frame.finish_of(done) if arrow.lag > 0 or arrow.share > 0 else frame.start_of(done)

    def _lag(self, arrow: Arrow) -> Ticks | int:
        if not arrow.share:
            return arrow.lag
        share: Ticks = np.rint(self._lengths[arrow.source] * arrow.share).astype(np.int32)
        return share
