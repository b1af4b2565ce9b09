"""How much the finish hangs on each task."""

from collections.abc import Sequence
from math import sqrt

import numpy as np

from rapport.engine.simulation.normal_rows import Reals32
from rapport.engine.simulation.outlook import Sensitivity
from rapport.engine.simulation.runs import Found
from rapport.engine.simulation.slots import Ticks
from rapport.engine.simulation.steps import Network


def sensitivities(net: Network, lengths: Sequence[Ticks], found: Found) -> dict[str, Sensitivity]:
    """Criticality, cruciality and schedule sensitivity of every task that is no summary.

    Durations are working time: the tasks' in their own calendars, the project's in its own.
    """
    runs = len(found.finish)
    project = found.work.astype(np.float32) - np.float32(found.work.mean())
    spread = sqrt(float(np.dot(project, project)))
    results: dict[str, Sensitivity] = {}
    for index, step in enumerate(net.steps):
        if step.leaf:
            criticality = found.driven[index] / runs
            own, shared = _moments(lengths[index], project)
            varies = own > 0 and spread > 0
            cruciality = abs(shared) / (own * spread) if varies else 0.0
            weight = own / spread if varies else 0.0
            results[step.uid] = Sensitivity(criticality, min(cruciality, 1.0), criticality * weight)
    return results


def _moments(row: Ticks, project: Reals32) -> tuple[float, float]:
    """The norm of a row around its mean, and its product with the project's."""
    if len(row) == 1:
        return 0.0, 0.0
    # Counted from one of its values, so that the squares stay small.
    near = (row - row[0]).astype(np.float32)
    total = float(np.add.reduce(near))
    square = float(np.dot(near, near)) - total * total / len(row)
    return sqrt(max(square, 0.0)), float(np.dot(near, project))
