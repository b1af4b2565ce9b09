"""Drawing what differs from run to run: durations, risks and cost.

Latin hypercube (McKay, Beckman and Conover 1979): every normal number drawn is the middle of one
of as many equally likely strata as there are runs, in an order of its own.
"""

from dataclasses import dataclass
from math import isqrt

import numpy as np
from numpy.typing import NDArray

from rapport.engine import ticks
from rapport.engine.simulation.slots import Ticks
from rapport.engine.simulation.spreads import FURTHEST, KNOTS, Learned, Spread, knots, normal_cdf
from rapport.engine.simulation.steps import Network, Step
from rapport.engine.simulation.study import Basis, Study

Reals32 = NDArray[np.float32]

PER_HOUR = 60 * ticks.PER_MINUTE
PER_UNIT = (KNOTS - 1) / (2 * FURTHEST)  # knots of a table for one standard deviation


@dataclass(frozen=True, slots=True)
class Draws:
    """One row of ticks a step, the cost of each run, and what each row was drawn from."""

    lengths: list[Ticks]
    cost: NDArray[np.float64]
    basis: dict[str, Basis]


def draw(study: Study, network: Network) -> Draws:
    """Draw every run of a study. The same seed draws the same."""
    strata = _Strata(study, len(network.steps) + 3 * len(study.risks) + 1)
    delays, cost = _risks(study, strata)
    bill = _Bill(study)
    lengths: list[Ticks] = []
    basis: dict[str, Basis] = {}
    for step in network.steps:
        spread, why = spread_of(study, step)
        row = np.array([step.length], np.int32) if spread is None else strata.row(step, spread)
        if step.leaf:
            basis[step.uid] = why
            if step.uid in delays and step.role != "fixed":
                row = row + delays[step.uid]
            bill.charge(step, row)
        lengths.append(row)
    return Draws(lengths, cost + bill.total(), basis)


def spread_of(study: Study, step: Step) -> tuple[Spread | None, Basis]:
    """How the work of a step varies, and from where that is known; `None` is not at all."""
    if not step.leaf or step.role == "fixed" or step.length <= step.pauses:
        return None, "fixed"
    spread = study.durations.get(step.uid)
    if spread is None:
        return (None, "fixed") if study.default is None else (study.default, "default")
    return spread, "history" if isinstance(spread, Learned) else "estimate"


class _Bill:
    """What the tasks cost; those with the same hourly price are added up before it is reckoned."""

    def __init__(self, study: Study) -> None:
        self._costs = study.costs
        self._worked: dict[int, NDArray[np.int64]] = {}
        self._runs, self._fixed = study.runs, 0

    def charge(self, step: Step, row: Ticks) -> None:
        """Add the work of one task."""
        price = self._costs.get(step.uid)
        if price is None:
            return
        self._fixed += price.fixed
        if price.per_hour not in self._worked:
            self._worked[price.per_hour] = np.zeros(self._runs, np.int64)
        self._worked[price.per_hour] += row
        self._worked[price.per_hour] -= step.pauses

    def total(self) -> NDArray[np.float64]:
        """The cost of every run."""
        total = np.full(self._runs, float(self._fixed))
        for price, worked in self._worked.items():
            total += worked * (price / PER_HOUR)
        return total


def _risks(study: Study, strata: "_Strata") -> tuple[dict[str, Ticks], NDArray[np.float64]]:
    delays: dict[str, Ticks] = {}
    cost = np.zeros(study.runs)
    for risk in study.risks:
        happens = strata.happens(risk.probability)
        if risk.delay is not None:
            minutes = strata.values(risk.delay) * happens
            added = np.rint(minutes * ticks.PER_MINUTE).astype(np.int32)
            for uid in risk.tasks:
                delays[uid] = delays[uid] + added if uid in delays else added
        if risk.cost is not None:
            cost += strata.values(risk.cost) * happens
    return delays, cost


class _Strata:
    """Normal numbers in strata, counted in knots of the tables."""

    def __init__(self, study: Study, rows: int) -> None:
        self._study = study
        self._random = np.random.default_rng(study.seed)
        self._orders = _Orders(self._random, study.runs, rows)
        middles = (np.arange(study.runs) + 0.5) / study.runs
        self._normal = np.interp(middles, normal_cdf(knots()), knots())
        self._alone = self._scaled(1) + np.float32(FURTHEST * PER_UNIT)
        own = self._scaled((1 - study.correlation) ** 0.5)
        self._own = own + np.float32(FURTHEST * PER_UNIT)
        self._common: dict[str, Reals32] = {}

    def _scaled(self, part: float) -> Reals32:
        return (self._normal * (part * PER_UNIT)).astype(np.float32)

    def row(self, step: Step, spread: Spread) -> Ticks:
        """The length of a step in each run; what is done of it or is a pause stays as it is."""
        planned = step.length - step.pauses
        values = spread.at(knots()) * (1 if spread.relative else ticks.PER_MINUTE / planned)
        kept = step.pauses + (step.done if step.role == "started" else 0)
        table = np.maximum(kept + (step.length - kept) * values, 1) + 0.5
        group = self._study.groups.get(step.uid)
        if group is None or not self._study.correlation:
            places = self._shuffled(self._alone)
        else:
            places = self._shuffled(self._own)
            places += self._factor(group)
        return looked_up(table.astype(np.float32), places).astype(np.int32)

    def _factor(self, group: str) -> Reals32:
        """What the tasks of a group have in common."""
        if group not in self._common:
            self._common[group] = self._shuffled(self._scaled(self._study.correlation**0.5))
        return self._common[group]

    def _shuffled(self, row: Reals32) -> Reals32:
        return row.take(self._orders.next())

    def values(self, spread: Spread) -> Reals32:
        """Values of a spread, one a run."""
        return looked_up(spread.at(knots()).astype(np.float32), self._shuffled(self._alone))

    def happens(self, probability: float) -> NDArray[np.bool_]:
        """Whether something happens, in so many of the runs."""
        runs = self._study.runs
        middles = (np.arange(runs) + self._random.random()) / runs
        return self._random.permutation(middles < probability)


class _Orders:
    """Random orders of the runs, each one of a few random orders after another of them.

    So many as the pool has pairs are as good as drawn one by one, and far cheaper.
    """

    def __init__(self, random: np.random.Generator, runs: int, rows: int) -> None:
        self._size = max(16, isqrt(rows) + 1)
        self._pool = [random.permutation(runs) for _ in range(self._size)]
        self._used = 0

    def next(self) -> NDArray[np.int64]:
        """An order not given before."""
        first, second = divmod(self._used, self._size)
        self._used += 1
        return self._pool[first].take(self._pool[second])


def looked_up(table: Reals32, places: Reals32) -> Reals32:
    """Values between the knots of a table."""
    index = places.astype(np.int32)
    found = (table[1:] - table[:-1]).take(index, mode="clip")
    found *= places - index
    found += table.take(index, mode="clip")
    return found
