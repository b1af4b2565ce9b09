"""Moments of the story, as days before or after the day it is told."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

SATURDAY = 5


@dataclass(frozen=True, slots=True)
class StoryCalendar:
    """`day(-12)` is a working day: a weekend moves to the Friday before (or Monday after)."""

    today: date
    zone: ZoneInfo

    def day(self, offset: int) -> date:
        """The working day nearest before; for what is still to come, nearest after."""
        day = self.today + timedelta(days=offset)
        step = timedelta(days=-1 if offset <= 0 else 1)
        while day.weekday() >= SATURDAY:
            day += step
        return day

    def at(self, offset: int, clock: str) -> datetime:
        """A moment of such a day, by the studio's clock ("09:30")."""
        return datetime.combine(self.day(offset), time.fromisoformat(clock), self.zone)
