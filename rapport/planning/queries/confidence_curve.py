"""What is known by confidence as a curve: how sure one is of each day, or of each amount."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from rapport.planning.queries.cost_confidence import CostConfidence
from rapport.planning.queries.outlook import Confidence

WIDTH, HEIGHT = 600, 150
TOP, BOTTOM = 8, 142


@dataclass(frozen=True, slots=True)
class Mark:
    """A place of the curve, as a drawing writes numbers."""

    x: str
    y: str
    percent: int


@dataclass(frozen=True, slots=True)
class Drawing:
    """Points of a line in a box of `WIDTH` by `HEIGHT`, and the marks upon it."""

    points: str
    area: str
    marks: list[Mark]


@dataclass(frozen=True, slots=True)
class Curve:
    """The curve of a finish, from the earliest to the latest of its days."""

    drawing: Drawing
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class CostCurve:
    """The curve of a cost, from the least to the most of its amounts."""

    drawing: Drawing
    first: int
    last: int


def curve_of(finish: Confidence, percents: tuple[int, ...]) -> Curve:
    """How sure which day is."""
    first, last = (
        finish.local(moment).date() for moment in (finish.moments[0], finish.moments[-1])
    )
    return Curve(_drawn(finish.moments, percents), first, last)


def cost_curve_of(cost: CostConfidence, percents: tuple[int, ...]) -> CostCurve:
    """How sure which amount is."""
    return CostCurve(_drawn(cost.amounts, percents), cost.amounts[0], cost.amounts[-1])


def _drawn(values: Sequence[int], percents: tuple[int, ...]) -> Drawing:
    """Values by evenly rising confidence, from the least at the left to the most at the right."""
    first = values[0]
    reach = max(1, values[-1] - first)
    step = 100 / (len(values) + 1)

    def x(value: int) -> str:
        return f"{(value - first) / reach * WIDTH:.1f}"

    def y(percent: float) -> str:
        return f"{BOTTOM - (BOTTOM - TOP) * percent / 100:.1f}"

    line = [f"{x(value)},{y((place + 1) * step)}" for place, value in enumerate(values)]
    marks = [
        Mark(x(values[round(percent / step) - 1]), y(percent), percent) for percent in percents
    ]
    area = " ".join([f"0,{BOTTOM}", *line, f"{WIDTH},{BOTTOM}"])
    return Drawing(" ".join(line), area, marks)
