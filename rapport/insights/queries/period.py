"""From one day to another, and the period before it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

PRESETS = (7, 30, 90, 365)
USUAL = 30
LONGEST = 366


@dataclass(frozen=True, slots=True)
class Period:
    """Both days belong to it; days are the reader's."""

    first: date
    last: date
    zone: tzinfo

    @property
    def days(self) -> int:
        """How long it is."""
        return (self.last - self.first).days + 1

    @property
    def start(self) -> datetime:
        """The first moment."""
        return datetime.combine(self.first, time.min, self.zone)

    @property
    def end(self) -> datetime:
        """The first moment that is no more in it."""
        return datetime.combine(self.last + timedelta(days=1), time.min, self.zone)

    @property
    def before(self) -> "Period":
        """As long, and just before."""
        length = timedelta(days=self.days)
        return Period(self.first - length, self.last - length, self.zone)


def period(query: Mapping[str, str], *, today: date, zone: tzinfo) -> Period:
    """As the address says: `from` and `to`, or the last so many `days`; what makes no sense is
    passed over, what is longer than a year is cut."""
    first, last = _day(query.get("from")), _day(query.get("to"))
    if first and last and first <= last:
        first = max(first, last - timedelta(days=LONGEST - 1))
        return Period(first, last, zone)
    days = _days(query.get("days"))
    return Period(today - timedelta(days=days - 1), today, zone)


def _day(text: str | None) -> date | None:
    try:
        found = date.fromisoformat(text or "")
    except ValueError:
        return None
    # Room for the period before, and for zones.
    return found if 1971 <= found.year <= 9000 else None


def _days(text: str | None) -> int:
    return int(text) if text and text in map(str, PRESETS) else USUAL
