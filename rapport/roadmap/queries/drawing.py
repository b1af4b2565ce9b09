"""A project as a bar on the line of time, its numbers as a drawing writes them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from rapport.roadmap.queries.scale import WIDTH, Scale
from rapport.roadmap.queries.standing import Standing

A_DAY = timedelta(days=1)
# A bar of a day is still seen on the line of two years.
LEAST = 3.0


@dataclass(frozen=True, slots=True)
class Stretch:
    """From somewhere to somewhere on the line."""

    x: str
    width: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A promised day on the line."""

    x: str
    tone: str


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the roadmap: the planned stretch, what comes on top of it, and the days marked."""

    standing: Standing
    bar: Stretch | None
    over: Stretch | None
    likely: str
    marks: list[Mark]
    begins_before: bool
    ends_after: bool


def lines(standings: Iterable[Standing], scale: Scale) -> list[Line]:
    """Each project on the scale; what lies beyond it is said and not drawn."""
    return [_line(standing, scale) for standing in standings]


def _line(standing: Standing, scale: Scale) -> Line:
    start = standing.project.starts_on
    planned = max(standing.planned or start, start)
    end = max(standing.expected or planned, planned)
    likely = standing.likely
    return Line(
        standing,
        bar=_stretch(start, planned, scale) if standing.planned else None,
        over=_stretch(planned + A_DAY, end, scale) if end > planned else None,
        likely=f"{scale.x(likely + A_DAY):.1f}" if likely and scale.shows(likely) else "",
        marks=[
            Mark(f"{scale.x(one.due + A_DAY):.1f}", one.tone)
            for one in standing.promises
            if scale.shows(one.due)
        ],
        begins_before=start < scale.first and end >= scale.first,
        ends_after=end >= scale.last and start < scale.last,
    )


def _stretch(first: date, last: date, scale: Scale) -> Stretch | None:
    if last < scale.first or first >= scale.last:
        return None
    x = scale.x(first)
    width = max(scale.x(last + A_DAY) - x, LEAST)
    return Stretch(f"{min(x, WIDTH - LEAST):.1f}", f"{width:.1f}")
