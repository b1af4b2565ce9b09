"""Periods laid for many days at once are those of the days one by one."""

from datetime import date
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from rapport.engine.calendar import Calendars, CommonDays
from rapport.engine.periods import periods_between
from rapport.engine.plan import FULL_DAY, OFFICE_DAY, Calendar, CalendarException
from rapport.engine.ticks import PER_DAY, PER_MINUTE, day_number

from .critical_path.plans import any_plan

SPRING = day_number(date(2026, 2, 1))


def one_by_one(days, first, last):
    found = []
    for day in range(first, last):
        for opens, closes in days(day):
            start, end = (day * PER_DAY + minute * PER_MINUTE for minute in (opens, closes))
            if found and found[-1][1] == start:
                found[-1] = (found[-1][0], end)
            else:
                found.append((start, end))
    return found


def laid(days, first, last):
    starts, ends = periods_between(days, first, last)
    return list(zip(starts.tolist(), ends.tolist(), strict=True))


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**64), st.integers(0, 200), st.integers(0, 60))
def test_any_calendar_has_the_periods_of_its_days(seed, skipped, count):
    calendars = Calendars(any_plan(Random(seed), 0).calendars)
    one, other = calendars.days("c"), calendars.days("d")
    first = SPRING + skipped
    for days in (one, CommonDays([one, other])):
        assert laid(days, first, first + count) == one_by_one(days, first, first + count)


def test_days_around_the_clock_are_one_period():
    days = Calendars([Calendar("a", days=(FULL_DAY,) * 7)]).days("a")
    assert laid(days, 3, 9) == [(3 * PER_DAY, 9 * PER_DAY)]


def test_a_calendar_without_work_has_no_periods():
    days = Calendars([Calendar("a", days=((),) * 7)]).days("a")
    assert laid(days, 0, 30) == []


def test_a_long_holiday_of_a_base_is_kept():
    away = CalendarException(date(2026, 2, 3), date(2028, 1, 1))
    base, own = Calendar("a", exceptions=(away,)), Calendar("b", base="a", days=(OFFICE_DAY,) * 7)
    days = Calendars([base, own]).days("b")
    assert laid(days, SPRING, SPRING + 700) == one_by_one(days, SPRING, SPRING + 700)
    assert len(laid(days, SPRING, SPRING + 700)) == 4
