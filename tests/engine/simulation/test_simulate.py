"""What the answers of a simulation keep, whatever the plan."""

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rapport.engine.plan import FULL_DAY, Calendar, Link, Plan, Split, Task
from rapport.engine.simulation.simulate import simulate
from rapport.engine.simulation.spreads import Learned, Lognormal, Pert, Triangular, knots
from rapport.engine.simulation.study import Risk, Study, TaskCost
from tests.engine.plans import DAY, MONDAY, at, link, task

from .plans import simple

SHARES = (0.1, 0.5, 0.8, 0.9, 0.95)
ALWAYS = Calendar("always", days=(FULL_DAY,) * 7)


def plan(*parts: Task | Link, **fields) -> Plan:
    tasks = tuple(part for part in parts if isinstance(part, Task))
    links = tuple(part for part in parts if isinstance(part, Link))
    return Plan(MONDAY, tasks, links, **fields)


TWO = plan(task("a", 4), task("b", 6), link("a FS b"))
RACE = plan(task("a", 4), task("b", 4), task("c", 1), link("a FS c"), link("b FS c"))


@given(simple(), st.integers(0, 9))
@settings(max_examples=30, deadline=None)
def test_more_confidence_is_never_an_earlier_date(plan, seed):
    finish = simulate(Study(plan, seed=seed, runs=200)).finish
    dates = [finish.quantile(share) for share in SHARES]
    assert dates == sorted(dates)
    assert all(finish.confidence(at) >= share for at, share in zip(dates, SHARES, strict=True))


@given(simple(), st.integers(0, 9))
@settings(max_examples=20, deadline=None)
def test_the_same_seed_gives_the_same_answer(plan, seed):
    study = Study(plan, seed=seed, runs=100, groups={"0": "us", "1": "us"}, correlation=0.5)
    one, other = simulate(study), simulate(study)
    assert np.array_equal(one.finish.runs.values, other.finish.runs.values)
    assert one.sensitivity == other.sensitivity


@given(simple(), st.integers(1, 40))
@settings(max_examples=20, deadline=None)
def test_shifting_the_start_by_weeks_shifts_every_run(plan, weeks):
    shift = timedelta(weeks=weeks)
    before = simulate(Study(plan, runs=100)).finish
    after = simulate(Study(replace(plan, start=plan.start + shift), runs=100)).finish
    for share in SHARES:
        assert after.quantile(share) == before.quantile(share) + shift


@given(simple("always"), st.integers(2, 30))
@settings(max_examples=20, deadline=None)
def test_another_unit_of_time_changes_nothing(plan, factor):
    longer = replace(
        plan,
        tasks=tuple(
            replace(task, duration_minutes=task.duration_minutes * factor) for task in plan.tasks
        ),
        links=tuple(replace(link, lag=link.lag * factor) for link in plan.links),
    )
    small, large = (simulate(Study(one, runs=200)).finish for one in (plan, longer))
    rounding = timedelta(minutes=0.1) * factor * len(plan.tasks)
    for share in SHARES:
        scaled = (small.quantile(share) - MONDAY) * factor
        assert abs(large.quantile(share) - MONDAY - scaled) <= rounding


def test_tasks_in_a_row_add_up():
    durations = {uid: Triangular(100, 400, 900) for uid in "ab"}
    always = replace(TWO, calendars=(ALWAYS,), calendar="always")
    finish = simulate(Study(always, durations)).finish
    minutes = (finish.quantile(0.5) - MONDAY) / timedelta(minutes=1)
    assert minutes == pytest.approx(2 * 1400 / 3, rel=0.02)
    # Two independent triangles: each has variance (a² + b² + c² - ab - ac - bc) / 18.
    variance = (100**2 + 400**2 + 900**2 - 100 * 400 - 100 * 900 - 400 * 900) / 18
    assert finish.runs.deviation / 10 == pytest.approx((2 * variance) ** 0.5, rel=0.02)


def test_what_overruns_together_varies_no_more_by_itself():
    groups, watched = {"a": "kestrel", "b": "kestrel"}, ("a",)
    alone = simulate(Study(TWO, watched=watched)).tasks["a"].runs
    together = simulate(Study(TWO, groups=groups, correlation=0.8, watched=watched)).tasks["a"].runs
    assert together.deviation == pytest.approx(alone.deviation, rel=0.03)


def test_a_pause_takes_no_longer_and_costs_nothing_when_the_work_does():
    paused = task("a", 2, splits=(Split(DAY, 3 * DAY),))
    twice = {"a": Triangular(4 * DAY, 4 * DAY, 4 * DAY)}
    outlook = simulate(Study(plan(paused), twice, costs={"a": TaskCost(per_hour=100)}))
    assert outlook.finish.quantile(0.5) == at("10 17:00")
    assert outlook.cost.mean == 32 * 100


def test_what_overruns_together_makes_the_end_less_certain():
    groups = {"a": "kestrel", "b": "kestrel"}
    alone = simulate(Study(TWO)).finish.runs.deviation
    together = simulate(Study(TWO, groups=groups, correlation=0.8)).finish.runs.deviation
    assert together > 1.2 * alone


def test_where_paths_meet_the_plan_is_too_hopeful():
    spread = Pert(3 * DAY, 4 * DAY, 5 * DAY)
    outlook = simulate(Study(RACE, {"a": spread, "b": spread}, default=None))
    assert outlook.finish.confidence(outlook.planned) == pytest.approx(0.25, abs=0.02)
    assert outlook.sensitivity["a"].criticality == pytest.approx(0.5, abs=0.02)
    assert outlook.sensitivity["c"].criticality == 1
    # The end varies less than each of the two, since the later one counts.
    assert 0.5 < outlook.sensitivity["a"].schedule < 0.75


def test_a_task_that_always_decides_correlates_with_the_end():
    durations = {"a": Pert(2 * DAY, 4 * DAY, 9 * DAY)}
    found = simulate(Study(TWO, durations, default=None)).sensitivity
    assert found["a"].cruciality == pytest.approx(1, abs=0.01)
    assert found["a"].schedule == pytest.approx(1, abs=0.01)
    assert (found["b"].criticality, found["b"].cruciality, found["b"].schedule) == (1, 0, 0)


def test_the_answer_says_what_is_from_default_uncertainty():
    done = task("d", 1, actual_start=at("02 08:00"), actual_finish=at("02 17:00"))
    parts = (task("a"), task("b"), task("c"), done, task("m", 0, milestone=True))
    durations = {"a": Pert(100, 480, 900), "b": Learned(0.1, 0.2, knots())}
    outlook = simulate(Study(plan(*parts), durations, runs=10))
    expected = {"a": "estimate", "b": "history", "c": "default", "d": "fixed", "m": "fixed"}
    assert outlook.basis == expected
    assert outlook.from_default == ("c",)


def test_what_is_finished_does_not_vary_and_what_has_begun_keeps_what_is_done():
    half = task("a", 4, actual_start=at("02 08:00"), percent_complete=50)
    outlook = simulate(Study(plan(half), {"a": Triangular(0, 0, 8 * DAY)}))
    assert outlook.finish.quantile(0.0001) >= at("03 17:00")
    done = replace(half, actual_finish=at("05 12:00"), percent_complete=100)
    finish = simulate(Study(plan(done))).finish
    assert finish.quantile(0.01) == finish.quantile(0.99) == at("05 12:00")


def test_what_is_left_of_a_paused_task_begins_when_it_is_resumed():
    paused = task(
        "a", 4, actual_start=at("02 08:00"), percent_complete=50,
        remaining_minutes=2 * DAY, stop=at("03 17:00"), resume=at("09 08:00"),
    )  # fmt: skip
    finish = simulate(Study(plan(paused), {"a": Lognormal(4 * DAY, 0.4)})).finish
    assert finish.quantile(0.5) == at("10 17:00")


def test_a_risk_delays_as_often_as_it_happens():
    risk = Risk("r", 0.25, ("a",), Triangular(DAY, DAY, DAY), Triangular(5000, 5000, 5000))
    outlook = simulate(Study(TWO, default=None, risks=(risk,), costs={"a": TaskCost(fixed=100)}))
    assert outlook.finish.confidence(outlook.planned) == pytest.approx(0.75, abs=0.001)
    assert outlook.finish.quantile(0.9) == at("16 17:00")
    assert outlook.cost.mean == pytest.approx(100 + 1250, abs=10)


def test_a_risk_can_delay_a_milestone():
    risk = Risk("r", 0.5, ("m",), Triangular(DAY, DAY, DAY))
    parts = (task("a"), task("m", 0, milestone=True), link("a FS m"))
    finish = simulate(Study(plan(*parts), default=None, risks=(risk,))).finish
    assert (finish.quantile(0.4), finish.quantile(0.6)) == (at("02 17:00"), at("03 17:00"))


def test_longer_work_costs_more_and_date_and_cost_hold_together_less_often():
    study = Study(TWO, costs={"a": TaskCost(per_hour=10_000), "b": TaskCost(50_000, 8_000)})
    outlook = simulate(study)
    date, cost = outlook.finish.quantile(0.8), outlook.cost.quantile(0.8)
    joint = outlook.joint_confidence(date, cost)
    assert 0.64 < joint < 0.8
    fixed = simulate(replace(study, default=None)).cost
    assert fixed.mean == 32 * 10_000 + 50_000 + 48 * 8_000


def test_two_versions_of_a_plan_are_compared_on_the_same_runs():
    extra = plan(*TWO.tasks, task("x", 3), *TWO.links, link("x FS b"))
    one, other = (simulate(Study(p, watched=("a",), runs=300)) for p in (TWO, extra))
    assert np.array_equal(one.tasks["a"].runs.values, other.tasks["a"].runs.values)


def test_tasks_are_drawn_independently_of_each_other():
    parts = [task(str(n), 1) for n in range(300)]
    watched = tuple(one.uid for one in parts)
    tasks = simulate(Study(plan(*parts), watched=watched, runs=400)).tasks
    rows = np.array([tasks[uid].runs.values for uid in watched])
    between = np.corrcoef(rows)[np.triu_indices(300, 1)]
    # Correlations of independent rows scatter by one over the root of the runs.
    assert abs(between.mean()) < 0.002
    assert between.std() == pytest.approx(400**-0.5, rel=0.1)
    assert abs(between).max() < 0.3


def test_a_histogram_counts_every_run_once():
    finish = simulate(Study(TWO, runs=500)).finish
    bars = finish.histogram(12)
    assert sum(count for _, count in bars) == 500
    assert [at for at, _ in bars] == sorted(at for at, _ in bars)


def test_a_plan_laid_backwards_from_its_finish_is_run_from_the_start_it_needs():
    study = Study(replace(TWO, finish=at("27 17:00"), from_finish=True), default=None, runs=5)
    assert simulate(study).finish.quantile(0.5) == at("27 17:00")


def test_a_plan_without_tasks_ends_where_it_begins():
    assert simulate(Study(Plan(MONDAY), runs=10)).finish.quantile(0.8) == MONDAY


def test_a_plan_of_another_century_is_dated_as_well():
    later = replace(TWO, start=MONDAY.replace(year=2301))
    assert simulate(Study(later, runs=20)).finish.quantile(0.5).year == 2301


def test_a_very_long_plan_is_still_dated():
    long = plan(task("a", 6000), task("b", 6000), link("a FS b"))
    assert simulate(Study(long, runs=20)).planned.year == 2072
