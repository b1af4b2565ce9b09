"""Scores of forecasts."""

import numpy as np
import pytest

from rapport.engine.statistics.scores import brier, coverage, pinball


def test_certainty_that_comes_true_scores_nothing_and_a_coin_a_quarter():
    assert brier([1, 0], [True, False]) == 0
    assert brier([0.5, 0.5], [True, False]) == 0.25
    assert brier([0, 1], [True, False]) == 1


def test_a_late_end_costs_more_when_much_confidence_was_stated():
    assert pinball([10], [13], 0.8) == pytest.approx(2.4)
    assert pinball([10], [7], 0.8) == pytest.approx(0.6)


def test_no_forecast_of_a_quantile_loses_less_than_the_quantile():
    data = np.random.default_rng(1).lognormal(size=5000).tolist()
    best = float(np.quantile(data, 0.8))
    losses = [pinball([best * factor] * len(data), data, 0.8) for factor in (0.8, 1, 1.25)]
    assert min(losses) == losses[1]


def test_coverage_counts_what_was_kept():
    assert coverage([3, 3, 3, 3], [1, 2, 3, 4]) == 0.75


@pytest.mark.parametrize("score", [brier, coverage])
def test_nothing_cannot_be_scored(score):
    with pytest.raises(ValueError, match="scored"):
        score([], [])
    with pytest.raises(ValueError, match="scored"):
        score([1.0], [True, False])
