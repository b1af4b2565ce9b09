"""Variances, indices and forecasts."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rapport.engine.earned_value.measures import Measures

# PMBOK Guide, sixth edition, style of example: behind and over budget.
LATE = Measures(Decimal(40), Decimal(30), Decimal(35), Decimal(100))
amounts = st.integers(1, 10**9).map(Decimal)


def test_the_four_estimates_at_completion():
    assert LATE.eac_as_so_far == Decimal(100) * 35 / 30
    assert LATE.eac_as_planned == 105
    assert LATE.eac_hurried == 35 + 70 / (Decimal(30) / 35 * Decimal(30) / 40)
    assert LATE.eac_anew(Decimal(80)) == 115


def test_what_the_rest_must_reach_to_keep_budget_or_estimate():
    assert LATE.tcpi_budget == Decimal(70) / 65
    assert LATE.tcpi_estimate(LATE.eac_as_planned) == 1
    assert LATE.tcpi_estimate(LATE.eac_as_so_far) == pytest.approx(LATE.cpi)


def test_before_anything_is_done_no_index_is_said():
    nothing = Measures(Decimal(0), Decimal(0), Decimal(0), Decimal(100))
    assert nothing.spi is nothing.cpi is nothing.eac_as_so_far is nothing.eac_hurried is None
    assert nothing.etc(nothing.eac_as_so_far) is nothing.vac(None) is None
    assert nothing.eac_as_planned == 100


def test_a_spent_budget_leaves_no_index_to_reach():
    assert Measures(Decimal(9), Decimal(9), Decimal(10), Decimal(10)).tcpi_budget is None


@given(amounts, amounts, amounts, amounts, st.integers(2, 1000))
def test_another_unit_of_money_changes_no_index(pv, ev, ac, bac, factor):
    one = Measures(pv, ev, ac, bac)
    other = Measures(pv * factor, ev * factor, ac * factor, bac * factor)
    assert (one.spi, one.cpi) == (other.spi, other.cpi)
    assert other.cv == one.cv * factor


@given(amounts, amounts, amounts, amounts)
def test_estimates_agree_with_what_is_spent_and_what_is_left(pv, ev, ac, bac):
    found = Measures(pv, ev, ac, bac)
    for eac in (found.eac_as_planned, found.eac_as_so_far, found.eac_hurried):
        assert found.etc(eac) + ac == pytest.approx(eac)
        assert found.vac(eac) + eac == pytest.approx(bac)
