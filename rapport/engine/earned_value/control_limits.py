"""Between which limits the indices of a project stay while only its known uncertainty is at work.

Instead of a fixed threshold ("act below 0.9"), each period has its own limits, taken from
simulated runs of the baseline (Colin and Vanhoucke, "Setting tolerance limits for statistical
project control using earned value management", Omega 49, 2014). An index outside them is a signal.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from rapport.engine import ticks
from rapport.engine.simulation.compiling import compiled
from rapport.engine.simulation.draws import draw
from rapport.engine.simulation.runs import of_part, parts, within_reach
from rapport.engine.simulation.slots import Frames, Ticks
from rapport.engine.simulation.steps import Network, Step
from rapport.engine.simulation.study import Study, TaskCost
from rapport.engine.simulation.walk import Walk

Reals = NDArray[np.float64]
BY_DURATION = TaskCost(per_hour=60)
ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class Band:
    """The lower limit, the middle and the upper limit of an index; `None` while it is undefined."""

    low: float | None
    middle: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits at the end of one period."""

    at: datetime
    spi_t: Band
    cpi: Band


def control_limits(
    study: Study, ends: Sequence[datetime], shares: tuple[float, float] = (0.1, 0.9)
) -> tuple[Limits, ...]:
    """The limits of SPI(t) and CPI at the end of each period, the first end being the start.

    `shares` are the quantiles of the runs that make the limits. Value accrues evenly over the
    working time of each task, and cost as the study's costs say; without costs a task is worth
    its duration. A run counts up to the period in which it ends.
    """
    net = compiled(study)
    lengths = draw(study, net).lengths
    return within_reach(
        study.plan, net, lambda frames: _Control(study, net, frames).limits(lengths, ends, shares)
    )


class _Control:
    def __init__(self, study: Study, net: Network, frames: Frames) -> None:
        self._study, self._net, self._frames = study, net, frames
        self._project = frames.of((study.plan.calendar,))

    def limits(
        self, lengths: Sequence[Ticks], ends: Sequence[datetime], shares: tuple[float, float]
    ) -> tuple[Limits, ...]:
        moments = np.array([ticks.from_datetime(end) - self._net.epoch for end in ends], np.int32)
        periods = self._project.worked(moments)
        planned = [np.array([step.length], np.int32) for step in self._net.steps]
        curve = self._values(planned, 1, periods)[0][:, 0]
        runs = self._study.runs
        earned, spent = np.empty((len(ends), runs)), np.empty((len(ends), runs))
        for part in parts(runs, self._net):
            rows = of_part(lengths, part)
            earned[:, part], spent[:, part] = self._values(rows, part.stop - part.start, periods)
        quantiles = (shares[0], 0.5, shares[1])
        found = []
        for at, end in enumerate(ends):
            running = earned[max(at - 1, 0)] < curve[-1] * (1 - ROUNDING)
            value, cost = earned[at, running], spent[at, running]
            time_index = _band(_time_index(value, curve, at), quantiles)
            found.append(Limits(end, time_index, _band(_quotient(value, cost), quantiles)))
        return tuple(found)

    def _values(self, lengths: Sequence[Ticks], runs: int, periods: Ticks) -> tuple[Reals, Reals]:
        """Earned value and actual cost at the end of each period (rows) of each run (columns)."""
        walk = Walk(self._net, self._frames, lengths)
        earned, spent = np.zeros((len(periods), runs)), np.zeros((len(periods), runs))
        for index, step in enumerate(self._net.steps):
            if not step.leaf or not step.task.active:
                continue
            done = self._done(walk, index, periods)
            earned += done * self._worth(step, np.array([step.length]))
            spent += done * self._worth(step, lengths[index])
        return earned, spent

    def _done(self, walk: Walk, index: int, periods: Ticks) -> Reals:
        """The part of a task that is done at the end of each period."""
        start = walk.starts[index].worked(self._project).astype(float)
        finish = walk.finishes[index].worked(self._project).astype(float)
        long = np.maximum(finish - start, 1)
        done: Reals = np.clip((periods[:, None] - start) / long, 0, 1)
        return done

    def _worth(self, step: Step, length: NDArray[np.integer]) -> Reals:
        price = BY_DURATION
        if self._study.costs:
            price = self._study.costs.get(step.uid, TaskCost())
        hours = (length - step.pauses) / (60 * ticks.PER_MINUTE)
        worth: Reals = price.fixed + price.per_hour * hours
        return worth


def _time_index(earned: Reals, curve: Reals, at: int) -> Reals:
    """SPI(t) of each run: the period by which so much was to be earned, over periods passed."""
    if not at:
        return np.full(len(earned), np.nan)
    rising = np.concatenate(([True], np.diff(curve) > 0))
    index: Reals = np.interp(earned, curve[rising], np.flatnonzero(rising)) / at
    return index


def _quotient(part: Reals, whole: Reals) -> Reals:
    index: Reals = np.divide(part, whole, out=np.full(len(part), np.nan), where=whole > 0)
    return index


def _band(index: Reals, shares: tuple[float, float, float]) -> Band:
    known = index[~np.isnan(index)]
    if not known.size:
        return Band(None, None, None)
    low, middle, high = np.quantile(known, shares).tolist()
    return Band(low, middle, high)
