"""Where the project ends in each run, and what ends there."""

import numpy as np
from numpy.typing import NDArray

from rapport.engine.simulation.moments import Moments
from rapport.engine.simulation.slots import Frame, Ticks
from rapport.engine.simulation.spans import highest
from rapport.engine.simulation.walk import Walk


class Ends:
    """The last finish of each run, found calendar by calendar, as that is cheaper."""

    def __init__(self, walk: Walk, runs: int) -> None:
        works: dict[tuple[Frame, bool], Ticks] = {}
        for step, found in zip(walk.network.steps, walk.finishes, strict=True):
            if step.role != "gate" and step.task.active:
                key = found.frame, found.upper
                works[key] = np.maximum(works[key], found.work) if key in works else found.work
        rows = {
            (frame, upper): Moments(work, frame, upper=upper).at()
            for (frame, upper), work in works.items()
        }
        start = np.array([walk.network.start], np.int32)
        last = highest([*rows.values()]) if rows else start
        self.finish: Ticks = np.broadcast_to(last, runs)
        self._works = {key: (works[key], rows[key] == self.finish) for key in works}

    def last(self, moments: Moments) -> NDArray[np.bool_]:
        """The runs in which the project ends at these moments."""
        work, ends = self._works[moments.frame, moments.upper]
        found: NDArray[np.bool_] = (moments.work == work) & ends
        return found
