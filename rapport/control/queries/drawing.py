"""The S-curve and the indices within their limits, as points of drawings."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal

from rapport.control.queries.limits import Held
from rapport.control.queries.value import EarnedValue

WIDTH, HEIGHT, EDGE = 600, 200, 6
AIR = 0.05

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class SCurve:
    """Lines in a box of WIDTH by HEIGHT: time to the right, hours upwards, the most being `top`."""

    planned: str
    earned: str
    spent: str
    ahead: str
    today: str
    first: date
    last: date
    top: Decimal


def s_curve(value: EarnedValue) -> SCurve:
    """What was to be done, what was done, what it took, and how that goes on to the end."""
    ends, whole, at = value.ends, value.whole, value.at
    reported = ends[: len(whole.earned)]
    estimate = value.now.eac_as_so_far or value.now.eac_as_planned
    forecast = value.forecast
    last = max(ends[-1], datetime.combine(forecast, time()) if forecast else ends[-1])
    top = max(value.now.bac, value.now.ac, estimate if forecast else Decimal(0), Decimal(1))
    reach = (last - ends[0]).total_seconds()

    def line(points: Iterable[tuple[datetime, Decimal]]) -> str:
        return _points(
            (WIDTH * (end - ends[0]).total_seconds() / reach, float(amount / top))
            for end, amount in points
        )

    def until_now(amounts: Sequence[Decimal], now: Decimal) -> str:
        return line([*zip(reported, amounts, strict=True), (at, now)])

    ahead = ""
    if forecast and not value.ledger.is_done:
        ahead = line([(at, value.now.ac), (datetime.combine(forecast, time(23)), estimate)])
    return SCurve(
        planned=line(zip(ends, whole.planned, strict=True)),
        earned=until_now(whole.earned, value.now.ev),
        spent=until_now(whole.spent, value.now.ac),
        ahead=ahead,
        today=f"{WIDTH * (at - ends[0]).total_seconds() / reach:.1f}",
        first=ends[0].date(),
        last=last.date(),
        top=top,
    )


@dataclass(frozen=True, slots=True)
class Band:
    """An index over the periods, in front of the limits it is held against."""

    area: str
    middle: str
    line: str
    even: str
    low: float
    high: float


def band_of(rows: Sequence[Held], kind: str) -> Band | None:
    """The drawing of an index, `spi_t` or `cpi`; None where no period has both."""
    limits = [(row.period, getattr(row, f"{kind}_limits")) for row in rows]
    known = [(x, one) for x, one in limits if one is not None and one.low is not None]
    found = [(row.period, getattr(row, kind)) for row in rows]
    line = [(x, float(y)) for x, y in found if y is not None]
    if not known or not line:
        return None
    heights = [1.0, *(y for _x, y in line)]
    heights += [y for _x, one in known for y in (one.low, one.high)]
    low, high = min(heights) - AIR, max(heights) + AIR
    first, reach = rows[0].period, max(rows[-1].period - rows[0].period, 1)

    def points(pairs: Iterable[Point]) -> str:
        return _points((WIDTH * (x - first) / reach, (y - low) / (high - low)) for x, y in pairs)

    there = [(x, one.high) for x, one in known]
    back = [(x, one.low) for x, one in reversed(known)]
    return Band(
        area=points([*there, *back]),
        middle=points((x, one.middle) for x, one in known),
        line=points(line),
        even=points([(first, 1.0), (first + reach, 1.0)]),
        low=low,
        high=high,
    )


def _points(pairs: Iterable[Point]) -> str:
    room = HEIGHT - 2 * EDGE
    return " ".join(f"{x:.1f},{HEIGHT - EDGE - room * min(share, 1):.1f}" for x, share in pairs)
