"""A span of days as a drawing lays it out: from edge to edge, with marks that have names."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from babel.dates import format_skeleton

from rapport.ui import words

A_DAY, A_WEEK = timedelta(days=1), timedelta(days=7)
# The longest span, in days, whose marks are weeks, months, quarters; beyond, they are years.
WEEKS, MONTHS, QUARTERS = 84, 800, 2_400


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark: where it is, from 0 at the left edge to 1 at the right, and what it is called."""

    at: float
    name: str


@dataclass(frozen=True, slots=True)
class TimeScale:
    """The days from `first` to `last`, both whole within it."""

    first: date
    last: date

    @classmethod
    def around(cls, first: date, last: date) -> "TimeScale":
        """With a little room at both ends, from a Monday to a Sunday."""
        room = timedelta(days=max(1, (last - first).days // 40))
        first, last = first - room, last + room
        return cls(
            first - timedelta(days=first.weekday()), last + timedelta(days=6 - last.weekday())
        )

    def begin(self, day: date) -> float:
        """Where a day begins."""
        return (day - self.first).days / self._days

    def end(self, day: date) -> float:
        """Where a day ends."""
        return self.begin(day + A_DAY)

    def ticks(self) -> list[Tick]:
        """Weeks, months, quarters or years, so that their names have room."""
        skeleton, days = self._marks()
        return [Tick(self.begin(day), _name(day, skeleton)) for day in days if day >= self.first]

    @property
    def _days(self) -> int:
        return (self.last - self.first).days + 1

    def _marks(self) -> tuple[str, Iterator[date]]:
        if self._days <= WEEKS:
            return "MMMd", self._weeks()
        if self._days <= MONTHS:
            step = 1 if self._days <= MONTHS // 2 else 2
            return "yMMM", self._months(step)
        if self._days <= QUARTERS:
            return "yMMM", self._months(6)
        return "y", self._months(12)

    def _weeks(self) -> Iterator[date]:
        day = self.first
        step = A_WEEK if self._days <= WEEKS // 2 else 2 * A_WEEK
        while day <= self.last:
            yield day
            day += step

    def _months(self, step: int) -> Iterator[date]:
        number = self.first.year * 12 + (self.first.month - 1) // step * step
        while (day := date(number // 12, number % 12 + 1, 1)) <= self.last:
            yield day
            number += step


def _name(day: date, skeleton: str) -> str:
    locale = words.date_locale()
    return str(format_skeleton(skeleton, day, locale=locale))
