"""What a calendar shows: a month, a week or a day, as addresses name them."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from rapport.projects.written_days import FIRST_YEAR, LAST_YEAR
from rapport.resourcing.days import name_of, named

MONTH, WEEK, DAY = "month", "week", "day"
A_DAY, A_WEEK = timedelta(days=1), timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Period:
    """The days from `first` to `last`; in whole weeks, those from `opens` to `closes`."""

    shape: str
    first: date
    last: date
    opens: date
    closes: date

    def days(self) -> Iterator[date]:
        """Every day that is shown, those that fill the weeks included."""
        for number in range((self.closes - self.opens).days + 1):
            yield self.opens + timedelta(days=number)

    @property
    def name(self) -> str:
        """As an address names it: 2026-12, 2026-W49, 2026-12-04."""
        return _named(self.shape, self.first)

    @property
    def before(self) -> str:
        """The name of the one before; nothing where there is none."""
        return _in_reach(self.shape, self.first - (A_WEEK if self.shape == WEEK else A_DAY))

    @property
    def after(self) -> str:
        """The name of the one after; nothing where there is none."""
        return _in_reach(self.shape, self.last + A_DAY)

    def about(self, today: date) -> date:
        """The day to go on from in another shape: today where it is shown, else the first."""
        return today if self.first <= today <= self.last else self.first


def period(asked: Mapping[str, str], *, today: date, first_weekday: int) -> Period:
    """What `month`, `week` or `day` ask for; the month of today where they name nothing.

    Weekdays are 0 (Monday) to 6. A week is the one that holds the Monday it is named for.
    """
    day = _day(asked.get(DAY, ""))
    if day is not None:
        return Period(DAY, day, day, day, day)
    monday = named(asked.get(WEEK, ""))
    if monday is not None and FIRST_YEAR <= monday.year <= LAST_YEAR:
        opens = week_of(monday, first_weekday)
        return Period(WEEK, opens, opens + A_WEEK - A_DAY, opens, opens + A_WEEK - A_DAY)
    return _of_month(_month(asked.get(MONTH, "")) or today.replace(day=1), first_weekday)


def week_of(day: date, first_weekday: int) -> date:
    """The first day of the week a day is in."""
    return day - timedelta(days=(day.weekday() - first_weekday) % 7)


def name_in(shape: str, day: date, first_weekday: int) -> str:
    """The month, week or day that a day is in, as addresses name it."""
    return _named(shape, week_of(day, first_weekday) if shape == WEEK else day)


def _of_month(first: date, first_weekday: int) -> Period:
    last = (first + timedelta(days=31)).replace(day=1) - A_DAY
    closes = week_of(last, first_weekday) + A_WEEK - A_DAY
    return Period(MONTH, first, last, week_of(first, first_weekday), closes)


def _named(shape: str, day: date) -> str:
    if shape == MONTH:
        return f"{day:%Y-%m}"
    return day.isoformat() if shape == DAY else name_of(_monday_in(day))


def _monday_in(opens: date) -> date:
    """The Monday of the week that opens on a day: weeks are named by it."""
    return opens + timedelta(days=-opens.weekday() % 7)


def _in_reach(shape: str, day: date) -> str:
    """The name of what begins on a day, or of the month a day is in."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        return ""
    return _named(shape, day)


def _month(text: str) -> date | None:
    found = re.fullmatch(r"([0-9]{4})-([0-9]{2})", text)
    if found is None:
        return None
    year, month = int(found[1]), int(found[2])
    known = FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= 12
    return date(year, month, 1) if known else None


def _day(text: str) -> date | None:
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if FIRST_YEAR <= day.year <= LAST_YEAR else None
