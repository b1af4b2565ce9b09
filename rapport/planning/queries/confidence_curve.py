"""The finish by confidence as a curve: how sure one is of each day, drawn as points."""

from dataclasses import dataclass
from datetime import date

from rapport.planning.queries.outlook import Confidence

WIDTH, HEIGHT = 600, 150
TOP, BOTTOM = 8, 142


@dataclass(frozen=True, slots=True)
class Mark:
    """A place of the curve, as a drawing writes numbers, with its day."""

    x: str
    y: str
    percent: int
    day: date


@dataclass(frozen=True, slots=True)
class Curve:
    """Points of a line in a box of `WIDTH` by `HEIGHT`, and the marks upon it."""

    points: str
    area: str
    marks: list[Mark]
    first: date
    last: date


def curve_of(finish: Confidence, percents: tuple[int, ...]) -> Curve:
    """The curve of a finish; the time axis runs from the earliest to the latest of its moments."""
    moments = finish.moments
    first, last = moments[0], moments[-1]
    reach = max(1, last - first)
    step = 100 / (len(moments) + 1)

    def x(moment: int) -> str:
        return f"{(moment - first) / reach * WIDTH:.1f}"

    def y(percent: float) -> str:
        return f"{BOTTOM - (BOTTOM - TOP) * percent / 100:.1f}"

    line = [f"{x(moment)},{y((place + 1) * step)}" for place, moment in enumerate(moments)]
    marks = []
    for percent in percents:
        moment = moments[round(percent / step) - 1]
        marks.append(Mark(x(moment), y(percent), percent, finish.day(percent)))
    return Curve(
        " ".join(line),
        " ".join([f"0,{BOTTOM}", *line, f"{WIDTH},{BOTTOM}"]),
        marks,
        finish.local(first).date(),
        finish.local(last).date(),
    )
