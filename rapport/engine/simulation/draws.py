"""Drawing what differs from run to run: durations, risks and cost.

Durations are looked up in tables over normal numbers. Those of a group are sums of a number of
the group and one of their own (one-factor Gaussian copula, Li 2000).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rapport.engine import ticks
from rapport.engine.simulation.normal_rows import NormalRows, Reals32
from rapport.engine.simulation.slots import Ticks
from rapport.engine.simulation.spreads import FURTHEST, KNOTS, Learned, Spread, knots
from rapport.engine.simulation.steps import Network, Step
from rapport.engine.simulation.study import Basis, Risk, Study

PER_HOUR = 60 * ticks.PER_MINUTE
PRICES = 64  # hourly prices whose work is added up first; there is a row of runs for each
PER_UNIT = (KNOTS - 1) / (2 * FURTHEST)  # knots of a table for one standard deviation
MIDDLE = np.float32((KNOTS - 1) / 2)  # the knot of zero


@dataclass(frozen=True, slots=True)
class Consequence:
    """What a risk adds in each run: ticks to each of its tasks, and cost."""

    delay: Ticks | None
    cost: NDArray[np.float64] | None


@dataclass(frozen=True, slots=True)
class Draws:
    """One row of ticks a step, the cost of each run, what each row was drawn from, and what of
    it each risk has added."""

    lengths: list[Ticks]
    cost: NDArray[np.float64]
    basis: dict[str, Basis]
    risks: dict[str, Consequence]


def draw(study: Study, network: Network) -> Draws:
    """Draw every run of a study. The same seed draws the same."""
    strata = _Strata(study, len(network.steps) + 3 * len(study.risks) + len(study.costs) + 1)
    consequences = {risk.uid: _consequence(risk, strata) for risk in study.risks}
    delays = _delays(study, consequences)
    bill = _Bill(study, strata)
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
    cost = sum((one.cost for one in consequences.values() if one.cost is not None), bill.total())
    return Draws(lengths, cost, basis, consequences)


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

    def __init__(self, study: Study, strata: "_Strata") -> None:
        self._costs, self._strata = study.costs, strata
        self._worked: dict[float, NDArray[np.int64]] = {}
        self._runs, self._once = study.runs, np.zeros(study.runs)

    def charge(self, step: Step, row: Ticks) -> None:
        """Add the work of one task, and what it costs once."""
        price = self._costs.get(step.uid)
        if price is None:
            return
        self._once += price.fixed
        if price.once is not None:
            self._once += self._strata.values(price.once, f"once {step.uid}")
        if price.per_hour in self._worked or len(self._worked) < PRICES:
            self._add(price.per_hour, row, step.pauses)
        else:
            self._once += (row - step.pauses) * (price.per_hour / PER_HOUR)

    def _add(self, price: float, row: Ticks, pauses: int) -> None:
        if price not in self._worked:
            self._worked[price] = np.zeros(self._runs, np.int64)
        self._worked[price] += row
        self._worked[price] -= pauses

    def total(self) -> NDArray[np.float64]:
        """The cost of every run."""
        total = self._once.copy()
        for price, worked in self._worked.items():
            total += worked * (price / PER_HOUR)
        return total


def _consequence(risk: Risk, strata: "_Strata") -> Consequence:
    happens = strata.happens(risk)
    delay, cost = None, None
    if risk.delay is not None:
        minutes = strata.values(risk.delay, f"delay {risk.uid}") * happens
        delay = np.rint(minutes * ticks.PER_MINUTE).astype(np.int32)
    if risk.cost is not None:
        cost = (strata.values(risk.cost, f"cost {risk.uid}") * happens).astype(np.float64)
    return Consequence(delay, cost)


def _delays(study: Study, consequences: dict[str, Consequence]) -> dict[str, Ticks]:
    """What all risks together add to each task."""
    found: dict[str, Ticks] = {}
    for risk in study.risks:
        added = consequences[risk.uid].delay
        if added is not None:
            for uid in risk.tasks:
                found[uid] = found[uid] + added if uid in found else added
    return found


class _Strata:
    """Places in the tables, one a run."""

    def __init__(self, study: Study, rows: int) -> None:
        self._study = study
        self._normal = NormalRows(study.seed, study.runs, rows)
        self._common: dict[str, Reals32] = {}

    def row(self, step: Step, spread: Spread) -> Ticks:
        """The length of a step in each run; what is done of it or is a pause stays as it is."""
        planned = step.length - step.pauses
        values = spread.at(knots()) * (1 if spread.relative else ticks.PER_MINUTE / planned)
        kept = step.pauses + (step.done if step.role == "started" else 0)
        table = np.maximum(kept + (step.length - kept) * values, 1) + 0.5
        group = self._study.groups.get(step.uid)
        correlation = self._study.correlation if group is not None else 0
        places = self._normal.named(f"task {step.uid}", PER_UNIT * (1 - correlation) ** 0.5)
        if group is not None and correlation:
            places += self._factor(group)
        places += MIDDLE
        return looked_up(table.astype(np.float32), places).astype(np.int32)

    def _factor(self, group: str) -> Reals32:
        """What the tasks of a group have in common."""
        if group not in self._common:
            part = PER_UNIT * self._study.correlation**0.5
            self._common[group] = self._normal.named(f"group {group}", part)
        return self._common[group]

    def values(self, spread: Spread, name: str) -> Reals32:
        """Values of a spread, one a run."""
        places = self._normal.named(name, PER_UNIT) + MIDDLE
        return looked_up(spread.at(knots()).astype(np.float32), places)

    def happens(self, risk: Risk) -> NDArray[np.bool_]:
        """Whether something happens, in so many of the runs."""
        return self._normal.lowest(f"risk {risk.uid}", risk.probability)


def looked_up(table: Reals32, places: Reals32) -> Reals32:
    """Values between the knots of a table."""
    index = places.astype(np.int32)
    found = (table[1:] - table[:-1]).take(index, mode="clip")
    found *= places - index
    found += table.take(index, mode="clip")
    return found
