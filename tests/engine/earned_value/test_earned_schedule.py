"""Lateness in time."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rapport.engine.earned_value.earned_schedule import at_period, by_value, earned_schedule

STEPS = st.lists(st.integers(1, 1000), min_size=1, max_size=30)


def curve(steps):
    total, found = 0, [Decimal(0)]
    for step in steps:
        total += step
        found.append(Decimal(total))
    return found


def test_within_a_period_the_curve_is_straight():
    assert earned_schedule(Decimal(70), curve([20, 30, 40, 50, 60])) == 2.5


def test_a_late_project_is_as_late_at_its_end_as_it_was():
    late = at_period(Decimal(100), curve([10] * 10 + [0] * 5), 15)
    assert (late.es, late.pd, late.sv_t) == (10, 10, -5)
    assert late.ieac_t == pytest.approx(15)
    assert by_value(Decimal(1), late.pd) == 10  # value forgets


def test_a_period_without_plan_is_earned_with_the_one_before():
    assert earned_schedule(Decimal(30), curve([10, 20, 0, 30])) == 3


def test_nothing_earned_is_no_time_and_no_forecast():
    nothing = at_period(Decimal(0), curve([5, 5]), 1)
    assert (nothing.es, nothing.spi_t, nothing.ieac_t) == (0, 0, None)
    assert at_period(Decimal(0), curve([5, 5]), 0).spi_t is None


@given(STEPS, st.integers(0, 30))
def test_who_keeps_to_the_plan_has_earned_the_time_that_passed(steps, at):
    planned = curve(steps)
    at = min(at, len(steps))
    assert earned_schedule(planned[at], planned) == at


@given(STEPS, st.floats(0, 1), st.floats(0, 1))
def test_more_value_is_never_less_time(steps, one, other):
    planned = curve(steps)
    less, more = (planned[-1] * Decimal(part) for part in sorted((one, other)))
    assert earned_schedule(less, planned) <= earned_schedule(more, planned) <= len(steps)
