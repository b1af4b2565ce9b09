"""Quantiles of the spreads against what is published or known in closed form."""

from math import exp

import numpy as np
import pytest

from rapport.engine.simulation.spreads import (
    EXTREME,
    Learned,
    Lognormal,
    Pert,
    Triangular,
    knots,
    normal_cdf,
    student,
)

RUNS = 20_000
MIDDLES = (np.arange(RUNS) + 0.5) / RUNS
GRID = np.linspace(-6, 6, 4801)
Z = np.interp(MIDDLES, normal_cdf(GRID), GRID)


def test_a_triangle_has_its_mean_and_its_mode():
    values = Triangular(10, 20, 60).at(Z)
    assert values.mean() == pytest.approx(30, rel=1e-3)
    assert np.searchsorted(values, 20) / RUNS == pytest.approx(0.2, abs=1e-3)


@pytest.mark.parametrize("points", [(10, 20, 60), (10, 10, 20), (10, 20, 20), (1, 7.3, 9)])
def test_a_pert_has_the_mean_of_its_three_points(points):
    low, mode, high = points
    values = Pert(low, mode, high).at(Z)
    assert values.mean() == pytest.approx((low + 4 * mode + high) / 6, rel=1e-3)
    assert low <= values.min() <= values.max() <= high


def test_a_pert_in_the_middle_is_the_symmetric_beta():
    # Beta(3, 3): the quartile is 0.3594 (tables of the incomplete beta function).
    assert float(Pert(0, 0.5, 1).at(np.array([-0.6744898]))[0]) == pytest.approx(0.3594, abs=2e-4)


def test_half_of_a_lognormal_is_below_its_median():
    found = Lognormal(100, 0.5).at(np.array([0.0, 1.0]))
    assert found.tolist() == pytest.approx([100, 100 * exp(0.5)])


@pytest.mark.parametrize(
    ("degrees", "share", "expected"),
    [(3, 1.6448536, 2.353), (5, 1.2815516, 1.476), (10, 1.959964, 2.228), (30, 2.3263479, 2.457)],
)
def test_students_quantiles_are_those_of_the_printed_table(degrees, share, expected):
    assert float(student(np.array([share]), degrees)[0]) == pytest.approx(expected, rel=0.01)


def test_what_is_learned_follows_its_shape_and_is_cut_where_nothing_is_believed():
    found = Learned(0.2, 0.5, 2 * knots()).at(np.array([-6.0, -1.0, 0.0, 1.0, 6.0]))
    assert found == pytest.approx([1 / EXTREME, exp(-0.8), exp(0.2), exp(1.2), EXTREME])


def test_a_point_does_not_vary():
    assert set(Pert(5, 5, 5).at(Z)) == set(Triangular(5, 5, 5).at(Z)) == {5.0}


@pytest.mark.parametrize("kind", [Pert, Triangular])
def test_three_points_out_of_order_are_refused(kind):
    with pytest.raises(ValueError, match="likely"):
        kind(5, 4, 6)
