"""Cost in every run: what is uncertain once, by the hour, and what each risk adds."""

from dataclasses import replace

import pytest

from rapport.engine.simulation.draws import PRICES
from rapport.engine.simulation.relief import relief
from rapport.engine.simulation.simulate import simulate
from rapport.engine.simulation.spreads import Pert, Triangular
from rapport.engine.simulation.study import Risk, Study, TaskCost
from tests.engine.plans import DAY, at, link, task

from .test_simulate import TWO, plan


def test_what_is_spent_once_varies_between_its_ends():
    cost = TaskCost(1_000, once=Pert(10_000, 20_000, 60_000))
    found = simulate(Study(TWO, default=None, costs={"a": cost})).cost
    assert 11_000 <= found.quantile(0.001) < found.quantile(0.5) < found.quantile(1) <= 61_000
    assert found.mean == pytest.approx(1_000 + (10_000 + 4 * 20_000 + 60_000) / 6, rel=0.01)


def test_many_hourly_prices_add_up_like_few():
    names = [f"t{n}" for n in range(PRICES + 20)]
    parts = (task(name, 1) for name in names)
    costs = {name: TaskCost(per_hour=100 + n) for n, name in enumerate(names)}
    found = simulate(Study(plan(*parts), default=None, costs=costs, runs=10)).cost
    assert found.mean == pytest.approx(sum(8 * (100 + n) for n in range(len(names))))


def test_a_relief_is_what_the_same_runs_come_to_without_the_risk():
    two_days = Triangular(2 * DAY, 2 * DAY, 2 * DAY)
    late = Risk("late", 0.9, ("b",), two_days, Triangular(500, 500, 500))
    never = Risk("never", 0, ("a",), two_days)
    study = Study(TWO, default=None, risks=(late, never), watched=("a",))
    without, same = relief(study, ("late", "never"))
    assert (without.date, without.cost) == (at("13 17:00"), 0)
    assert (same.date, same.cost) == (simulate(study).finish.quantile(0.8), 500)
    assert without.date < same.date


def test_a_relief_is_the_study_with_a_risk_that_never_happens():
    parts = (task("a", 4), task("b", 6), task("c", 3), link("a FS b"), link("a FS c"))
    costs = {uid: TaskCost(500, 9_000, Pert(1, 2, 9)) for uid in "abc"}
    risks = (
        Risk("one", 0.4, ("a", "c"), Pert(DAY, 2 * DAY, 9 * DAY)),
        Risk("two", 0.3, ("b", "gone"), Pert(DAY, 3 * DAY, 5 * DAY), Pert(10, 4_000, 90_000)),
        Risk("three", 0.5, cost=Pert(10, 4_000, 90_000)),
    )
    study = Study(plan(*parts), costs=costs, risks=risks, runs=2_000)
    for found in relief(study, ("three", "one", "two")):
        without = tuple(replace(r, probability=0) if r.uid == found.uid else r for r in risks)
        alone = simulate(replace(study, risks=without))
        assert found.date == alone.finish.quantile(0.8)
        assert found.cost == pytest.approx(alone.cost.quantile(0.8), abs=1)
