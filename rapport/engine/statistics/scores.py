"""Scores of forecasts that have come true or not: the smaller, the better."""

from collections.abc import Sequence


def brier(probabilities: Sequence[float], outcomes: Sequence[bool]) -> float:
    """The mean squared distance of stated probabilities from what happened (Brier 1950)."""
    _same_number(probabilities, outcomes)
    pairs = zip(probabilities, outcomes, strict=True)
    return sum((stated - happened) ** 2 for stated, happened in pairs) / len(outcomes)


def pinball(forecasts: Sequence[float], actuals: Sequence[float], share: float) -> float:
    """The mean loss of forecasts of a quantile (Koenker and Bassett 1978), in the data's unit.

    An actual above the forecast costs `share` a unit, one below it the rest.
    """
    _same_number(forecasts, actuals)
    pairs = zip(forecasts, actuals, strict=True)
    losses = (max(share * (real - said), (share - 1) * (real - said)) for said, real in pairs)
    return sum(losses) / len(actuals)


def coverage(forecasts: Sequence[float], actuals: Sequence[float]) -> float:
    """The share of actuals that did not exceed their forecast."""
    _same_number(forecasts, actuals)
    met = sum(real <= said for said, real in zip(forecasts, actuals, strict=True))
    return met / len(actuals)


def _same_number(forecasts: Sequence[float], actuals: Sequence[float]) -> None:
    if len(forecasts) != len(actuals) or not actuals:
        raise ValueError("Forecasts are scored against as many outcomes, at least one.")
