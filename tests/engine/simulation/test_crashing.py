"""Crashing and classical PERT."""

import pytest

from rapport.engine.simulation.classical_pert import ThreePoint, longest_path
from rapport.engine.simulation.crashing import Crashable, crash

ROW = [Crashable("a", 4, 2, 100), Crashable("b", 6, 5, 50, ("a",))]


def test_the_cheaper_activity_is_shortened_first():
    found = crash(ROW, 8)
    assert found.cost == pytest.approx(150)
    assert found.savings == pytest.approx({"a": 1, "b": 1})


def test_what_is_early_enough_costs_nothing():
    assert crash(ROW, 10).cost == pytest.approx(0)


def test_what_cannot_be_done_has_no_answer():
    assert crash(ROW, 6.9) is None


def test_the_longest_path_is_the_one_expected_to_take_longest():
    found = longest_path(
        [
            ThreePoint("a", 1, 2, 9),
            ThreePoint("b", 2, 3, 4, ("a",)),
            ThreePoint("c", 2, 3, 10, ("a",)),
        ]
    )
    assert found.path == ("a", "c")
    assert (found.duration, found.deviation) == (7, pytest.approx((2 * 16 / 9) ** 0.5))


def test_a_project_of_nothing_takes_no_time():
    assert longest_path([]).duration == 0
