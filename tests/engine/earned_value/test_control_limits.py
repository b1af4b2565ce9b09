"""Limits of the indices from the plan's own uncertainty."""

from dataclasses import replace
from datetime import timedelta

import pytest

from rapport.engine.earned_value.control_limits import control_limits
from rapport.engine.plan import Plan
from rapport.engine.simulation.spreads import Pert
from rapport.engine.simulation.study import Study, TaskCost
from tests.engine.plans import DAY, MONDAY, link, task

WEEKS = tuple(MONDAY + timedelta(weeks=week) for week in range(7))
TASKS = tuple(task(uid, 5) for uid in "abcd")
PLAN = Plan(MONDAY, TASKS, (link("a FS b"), link("b FS c"), link("c FS d")))
SPREAD = {uid: Pert(3 * DAY, 5 * DAY, 10 * DAY) for uid in "abcd"}
STUDY = Study(PLAN, SPREAD, runs=2000, costs={uid: TaskCost(per_hour=80) for uid in "abcd"})


def test_without_uncertainty_both_limits_are_the_plan():
    for limits in control_limits(replace(STUDY, durations={}, default=None), WEEKS)[1:5]:
        for band in (limits.spi_t, limits.cpi):
            assert (band.low, band.middle, band.high) == pytest.approx((1, 1, 1))


def test_limits_enclose_the_middle_and_grow_narrower_as_the_project_goes_on():
    found = control_limits(STUDY, WEEKS)
    widths = [limits.spi_t.high - limits.spi_t.low for limits in found[1:4]]
    assert all(limits.spi_t.low <= limits.spi_t.middle <= limits.spi_t.high for limits in found[1:])
    assert widths[0] > widths[-1] > 0


def test_wider_shares_are_wider_limits():
    narrow, wide = (control_limits(STUDY, WEEKS, s)[2] for s in ((0.2, 0.8), (0.05, 0.95)))
    assert wide.cpi.low < narrow.cpi.low < narrow.cpi.high < wide.cpi.high


def test_before_the_start_nothing_is_said():
    first = control_limits(STUDY, WEEKS)[0]
    assert (first.spi_t.middle, first.cpi.middle) == (None, None)


def test_without_costs_a_task_is_worth_its_duration():
    by_cost, by_duration = (
        control_limits(replace(STUDY, costs=one), WEEKS)[2] for one in (STUDY.costs, {})
    )
    assert by_duration.cpi.low == pytest.approx(by_cost.cpi.low)
    assert by_duration.spi_t.high == pytest.approx(by_cost.spi_t.high)


def test_when_every_run_has_ended_nothing_is_said():
    later = (*WEEKS, MONDAY + timedelta(weeks=90), MONDAY + timedelta(weeks=91))
    assert control_limits(STUDY, later)[-1].spi_t.middle is None
