"""A plan's calendars as Primavera keeps them: a week, and single days that are worked otherwise."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from rapport.engine.calendar import Calendars, Days
from rapport.engine.plan import FULL_DAY, Calendar, CalendarException, Plan, Schedule
from rapport.engine.ticks import day_number, day_of
from rapport.integrations.planfiles.mspdi_write_numbers import kept

# The calendar of what runs around the clock; Primavera has no other word for it.
ROUND_THE_CLOCK = Calendar("around the clock", "24 hours", days=(FULL_DAY,) * 7)
# Days that come back are written out from so long before the plan to so long after it.
AROUND = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Hours:
    """The calendars of a plan: to reckon in, and the number that each is written under."""

    plan: Plan
    calendars: Calendars
    numbers: Mapping[str, str]

    def number(self, uid: str | None) -> str:
        """The number of a calendar, of the plan's own without one."""
        return self.numbers[uid or self.plan.calendar]

    def between(self, start: datetime, finish: datetime, uid: str | None) -> float:
        """Working minutes in a calendar, negative backwards."""
        calendar = self.calendars.calendar(uid or self.plan.calendar)
        if finish < start:
            return -calendar.minutes_between(finish, start)
        return calendar.minutes_between(start, finish)

    def written(self, dates: Schedule) -> list[Calendar]:
        """Each calendar by itself, under its number, for the days of the plan."""
        first = day_number((dates.start - AROUND).date())
        last = day_number((dates.finish + AROUND).date())
        return [
            _alone(one, self.numbers[one.uid], self.calendars.days(one.uid), first, last)
            for one in (*self.plan.calendars, ROUND_THE_CLOCK)
        ]


def hours_of(plan: Plan) -> Hours:
    """The calendars of a plan, and the one around the clock."""
    defined = (*plan.calendars, ROUND_THE_CLOCK)
    return Hours(plan, Calendars(defined), kept(one.uid for one in defined))


def _alone(calendar: Calendar, number: str, days: Days, first: int, last: int) -> Calendar:
    week = tuple(days.usual(weekday) for weekday in range(7))
    return Calendar(
        number, calendar.name or "Standard", week, tuple(_others(days, week, first, last))
    )


def _others(
    days: Days, week: tuple[tuple[tuple[int, int], ...], ...], first: int, last: int
) -> Iterator[CalendarException]:
    for number in sorted(days.unusual(first, last)):
        day = day_of(number)
        if days(number) != week[day.weekday()]:
            yield CalendarException(day, day, days(number))
