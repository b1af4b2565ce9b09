"""Amounts of time as whole ticks that the passes can add up without running over."""

from collections.abc import Sequence

import numpy as np

from rapport.engine import ticks
from rapport.engine.plan import PlanError

from .rows import Rows

FURTHEST = 1 << 40  # ticks; no amount of a plan that has an answer is longer


class BeyondReach(PlanError):
    """An amount is too large for these passes."""

    def __init__(self) -> None:
        super().__init__("The plan reaches further than the calendar goes.")


def amounts(minutes: Sequence[float]) -> Rows:
    """Minutes in ticks, each to the nearest."""
    return nearest(np.array(minutes, np.float64) * ticks.PER_MINUTE)


def nearest(numbers: Rows) -> Rows:
    """Fractions of ticks as the nearest ticks."""
    if not (np.abs(numbers) < FURTHEST).all():
        raise BeyondReach
    return np.rint(numbers).astype(np.int64)


def whole(numbers: Sequence[int] | Sequence[tuple[int, ...]]) -> Rows:
    """Ticks that were reckoned already."""
    try:
        found = np.array(numbers, np.int64)
    except OverflowError as error:
        raise BeyondReach from error
    if (np.abs(found) >= FURTHEST).any():
        raise BeyondReach
    return found
