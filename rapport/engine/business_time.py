"""The SLA and ball-in-court clock: working minutes between aware moments.

Opening hours are local to one zone. A period is counted in real minutes between its two local
ends, so a night shift over a clock change is an hour longer or shorter, as it is for people;
a local time that a change skips is taken at the offset before it, and no minute counts twice where
that reaches into the next period.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from rapport.engine.plan import OFFICE_WEEK, Periods

_DAY = timedelta(days=1)
_MINUTE = timedelta(minutes=1)
DAY_MINUTES = 1440
LONGEST_CLOSURE = 3660  # days without an open minute after which we stop looking


class NeverOpen(ValueError):
    """The hours have no open minute within reach."""


@dataclass(frozen=True, slots=True)
class OpeningHours:
    """When a team works: periods in minutes after midnight, Monday first, but for holidays."""

    days: tuple[Periods, ...] = OFFICE_WEEK
    holidays: frozenset[date] = frozenset()
    zone: str = "UTC"

    def __post_init__(self) -> None:
        """Refuse hours that no clock could count."""
        if len(self.days) != 7:
            raise ValueError("Opening hours need seven days.")
        for periods in self.days:
            ends = [0, *(end for period in periods for end in period), DAY_MINUTES]
            if ends != sorted(ends) or any(opens == closes for opens, closes in periods):
                raise ValueError("Periods of a day must follow each other.")
        ZoneInfo(self.zone)


def working_minutes(start: datetime, end: datetime, hours: OpeningHours) -> int:
    """Whole open minutes from `start` to `end`; negative when `end` comes first.

    Seconds are cut off both moments, so that spans that follow each other add up.
    """
    start, end = _utc(start), _utc(end)
    if end < start:
        return -working_minutes(end, start, hours)
    zone = ZoneInfo(hours.zone)
    first, last = start.astimezone(zone).date(), end.astimezone(zone).date()
    if (last - first).days < 2:
        return _open_within(first, start, end, hours) + (
            _open_within(last, start, end, hours) if last > first else 0
        )
    whole_days = _open_days(first + _DAY, last, hours)
    return (
        _open_within(first, start, end, hours) + whole_days + _open_within(last, start, end, hours)
    )


def add_working(start: datetime, minutes: int, hours: OpeningHours) -> datetime:
    """The earliest moment at which so many open minutes have passed since `start`.

    Nothing to add gives `start` itself. A negative amount goes back, to the latest moment from
    which so many open minutes lead to `start`. The answer is in UTC.
    """
    start = _utc(start)
    if minutes == 0:
        return start
    step = _ahead if minutes > 0 else _back
    left = abs(minutes)
    for opens, closes in step(start, hours):
        length = (closes - opens) // _MINUTE
        if left <= length:
            return opens + left * _MINUTE if minutes > 0 else closes - left * _MINUTE
        left -= length
    raise NeverOpen("The opening hours have no open minute within ten years.")


def _ahead(start: datetime, hours: OpeningHours) -> Iterator[tuple[datetime, datetime]]:
    """Open stretches from `start` on."""
    for opens, closes in _days(start, hours, _DAY, lambda stretches: stretches):
        if closes > start:
            yield max(opens, start), closes


def _back(start: datetime, hours: OpeningHours) -> Iterator[tuple[datetime, datetime]]:
    """Open stretches before `start`, nearest first."""
    for opens, closes in _days(start, hours, -_DAY, lambda stretches: stretches[::-1]):
        if opens < start:
            yield opens, min(closes, start)


Stretches = tuple[tuple[datetime, datetime], ...]


def _days(
    start: datetime, hours: OpeningHours, step: timedelta, order: Callable[[Stretches], Stretches]
) -> Iterator[tuple[datetime, datetime]]:
    day = start.astimezone(ZoneInfo(hours.zone)).date()
    closed = 0
    while closed < LONGEST_CLOSURE:
        stretches = _open_on(day, hours)
        closed = 0 if stretches else closed + 1
        yield from order(stretches)
        day += step


def _open_within(day: date, start: datetime, end: datetime, hours: OpeningHours) -> int:
    """Open minutes of a day that lie between two moments."""
    total = 0
    for opens, closes in _open_on(day, hours):
        first, last = max(opens, start), min(closes, end)
        if first < last:
            total += (last - first) // _MINUTE
    return total


def _open_days(first: date, last: date, hours: OpeningHours) -> int:
    """Open minutes of whole days, `last` not included."""
    return sum(
        (closes - opens) // _MINUTE
        for number in range((last - first).days)
        for opens, closes in _open_on(first + number * _DAY, hours)
    )


@lru_cache(maxsize=4096)
def _open_on(day: date, hours: OpeningHours) -> Stretches:
    """The open stretches of a local day, in UTC."""
    if day in hours.holidays:
        return ()
    zone = ZoneInfo(hours.zone)
    stretches: list[tuple[datetime, datetime]] = []
    for opens, closes in hours.days[day.weekday()]:
        start, end = _at(day, opens, zone), _at(day, closes, zone)
        if stretches:
            start = max(start, stretches[-1][1])
        if start < end:
            stretches.append((start, end))
    return tuple(stretches)


def _at(day: date, minute: int, zone: ZoneInfo) -> datetime:
    midnight = datetime.combine(day, time(), UTC).replace(tzinfo=None)
    return (midnight + minute * _MINUTE).replace(tzinfo=zone).astimezone(UTC)


def _utc(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("Business time needs a moment with a zone.")
    return moment.astimezone(UTC).replace(second=0, microsecond=0)
