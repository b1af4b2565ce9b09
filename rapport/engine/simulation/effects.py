"""What is peculiar to groups of cases, drawn towards nothing where the cases are few.

Crossed random effects by repeated fitting of one after the other, with variances by the method
of moments (Henderson 1953) and effects by best linear prediction (Robinson 1991).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rapport.engine.simulation.spreads import Reals

Indices = NDArray[np.intp]
ROUNDS = 15
USUAL = 0.15**2  # a variance of groups that is believed where there is little to see
USUAL_WEIGHT = 2  # groups whose worth of belief it has
CLOSEST = 0.95  # a correlation no estimate exceeds


@dataclass(frozen=True)
class Effects:
    """The mean of all cases, the effect of every group by factor, and what that leaves.

    `rest` is each case less the mean and its effects; what projects have in common is in it.
    """

    mean: float
    by_factor: Mapping[str, Mapping[str, float]]
    rest: Reals


@dataclass
class _Factor:
    names: Sequence[str]
    groups: Indices
    counts: Reals
    effect: Reals

    @classmethod
    def of(cls, names: Sequence[str]) -> "_Factor":
        unique, groups = np.unique(np.array(names), return_inverse=True)
        counts = np.bincount(groups).astype(float)
        return cls([str(name) for name in unique], groups, counts, np.zeros(len(unique)))

    @property
    def fitted(self) -> Reals:
        """The effect of each case's group."""
        return self.effect[self.groups]

    def fit(self, values: Reals, noise: float) -> None:
        """Predict the effects from values with so much variance of their own."""
        means = np.bincount(self.groups, values) / self.counts
        between = _believed(between_variance(values, self.groups, noise), self.counts)
        self.effect = (
            means * self.counts / (self.counts + noise / between) if between else 0 * means
        )


def effects(
    values: Reals, factors: Mapping[str, Sequence[str]], projects: Sequence[str]
) -> Effects:
    """Split values into their mean, effects of the factors, and a rest.

    The projects are fitted beside the factors, so that one bad project is not taken for a bad
    kind of work, but they stay in the rest: the next project is another one.
    """
    fitted = {name: _Factor.of(names) for name, names in factors.items()}
    everything = [_Factor.of(projects), *fitted.values()]
    mean = float(values.mean())
    for _ in range(ROUNDS):
        for factor in everything:
            others = sum(other.fitted for other in everything if other is not factor)
            rest = values - mean - others
            factor.fit(rest - rest.mean(), _within_variance(rest, factor))
        mean = float((values - sum(factor.fitted for factor in everything)).mean())
    rest = values - mean - sum(factor.fitted for factor in fitted.values())
    by_factor = {
        name: dict(zip(factor.names, factor.effect.tolist(), strict=True))
        for name, factor in fitted.items()
    }
    return Effects(mean, by_factor, rest)


def _within_variance(values: Reals, factor: _Factor) -> float:
    """The variance within groups."""
    means = np.bincount(factor.groups, values) / factor.counts
    free = len(values) - len(factor.counts)
    return float(((values - means[factor.groups]) ** 2).sum()) / max(free, 1)


def between_variance(values: Reals, groups: Indices, noise: float) -> float:
    """The variance of what groups have in common, given the variance within them."""
    counts = np.bincount(groups).astype(float)
    means = np.bincount(groups, values) / counts
    squares = float((counts * (means - values.mean()) ** 2).sum())
    size = len(values) - float((counts**2).sum()) / len(values)
    return max(0.0, (squares - (len(counts) - 1) * noise) / size) if size > 0 else 0.0


def _believed(between: float, counts: Reals) -> float:
    """The variance of groups, drawn towards a usual one where groups of any size are few."""
    others = float(counts.sum() ** 2 / (counts**2).sum()) - 1
    return (USUAL_WEIGHT * USUAL + others * between) / (USUAL_WEIGHT + others)


def intraclass(values: Reals, projects: Sequence[str]) -> float:
    """The correlation of two cases of one project (Fisher 1925)."""
    factor = _Factor.of(projects)
    noise = _within_variance(values, factor)
    between = between_variance(values, factor.groups, noise)
    total = between + noise
    return min(between / total, CLOSEST) if total else 0.0
