"""What a simulation found."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from math import ceil

import numpy as np
from numpy.typing import NDArray

from rapport.engine import ticks
from rapport.engine.simulation.study import Basis


@dataclass(frozen=True)
class Amounts:
    """An amount in every run, in the order of the runs."""

    values: NDArray[np.float64]

    @cached_property
    def _sorted(self) -> NDArray[np.float64]:
        return np.sort(self.values)

    def quantile(self, share: float) -> float:
        """The smallest amount that so large a share of the runs does not exceed."""
        last = len(self.values) - 1
        place = ceil(share * len(self.values) - 1e-9) - 1
        return float(self._sorted[min(max(place, 0), last)])

    def confidence(self, amount: float) -> float:
        """The share of the runs that do not exceed an amount."""
        return float(np.searchsorted(self._sorted, amount, "right")) / len(self.values)

    @property
    def mean(self) -> float:
        """The average of all runs."""
        return float(self.values.mean())

    @property
    def deviation(self) -> float:
        """The standard deviation of all runs."""
        return float(self.values.std())

    def histogram(self, bins: int) -> tuple[tuple[float, int], ...]:
        """How many runs fall into each of so many equal parts, with where the part begins."""
        counts, edges = np.histogram(self.values, bins)
        return tuple(zip(edges[:-1].tolist(), counts.tolist(), strict=True))


@dataclass(frozen=True)
class Dates:
    """A moment in every run."""

    runs: Amounts  # ticks

    def quantile(self, share: float) -> datetime:
        """The first moment by which so large a share of the runs is done."""
        return ticks.to_datetime(int(self.runs.quantile(share)))

    def confidence(self, moment: datetime) -> float:
        """The share of the runs that are done by a moment."""
        return self.runs.confidence(ticks.from_datetime(moment))

    def histogram(self, bins: int) -> tuple[tuple[datetime, int], ...]:
        """How many runs end in each of so many equal stretches, with where it begins."""
        return tuple((ticks.to_datetime(int(at)), n) for at, n in self.runs.histogram(bins))


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """How much the project's finish hangs on one task.

    `criticality` is the share of runs in which the task is on a driving chain (Van Slyke 1963),
    `cruciality` the correlation of its duration with the project's (Williams 1992), `schedule`
    the schedule sensitivity index: criticality times its deviation over the project's.
    """

    criticality: float
    cruciality: float
    schedule: float


@dataclass(frozen=True)
class Outlook:
    """The answer to a study: dates and cost in every run, and what they hang on.

    `planned` is the finish without any uncertainty. `basis` says task by task what its spread
    was taken from.
    """

    planned: datetime
    finish: Dates
    cost: Amounts
    tasks: Mapping[str, Dates]
    sensitivity: Mapping[str, Sensitivity]
    basis: Mapping[str, Basis]

    @property
    def from_default(self) -> tuple[str, ...]:
        """The tasks about whose uncertainty nothing was known."""
        return tuple(uid for uid, basis in self.basis.items() if basis == "default")

    def joint_confidence(self, moment: datetime, cost: float) -> float:
        """The share of the runs that are done by a moment and cost no more than that."""
        done = self.finish.runs.values <= ticks.from_datetime(moment)
        return float(np.mean(done & (self.cost.values <= cost)))
