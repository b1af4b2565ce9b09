from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rapport.engine.calendar import Calendars, WorkCalendar
from rapport.engine.plan import (
    FULL_DAY,
    OFFICE_WEEK,
    Calendar,
    CalendarException,
    PlanError,
    Recurrence,
    WorkWeek,
)

SPLIT_NIGHT = (((0, 180), (240, 480), (1380, 1440)),) * 7
OFFICE = WorkCalendar.of(Calendar("office"))
CALENDARS = [
    OFFICE,
    WorkCalendar.of(Calendar("night", days=SPLIT_NIGHT)),
    WorkCalendar.of(
        Calendar("holidays", exceptions=(CalendarException(date(2026, 12, 21), date(2027, 1, 3)),))
    ),
]

calendars = st.sampled_from(CALENDARS)
moments = st.datetimes(
    datetime.fromisoformat("2024-01-01"), datetime.fromisoformat("2030-01-01")
).map(lambda at: at.replace(second=0, microsecond=0))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def worked(calendar: Calendar, day: str) -> float:
    start = at(f"{day}T00:00")
    return WorkCalendar.of(calendar).minutes_between(start, start + timedelta(days=1))


def test_work_runs_around_lunch_night_and_weekend():
    assert OFFICE.add(at("2026-03-06T11:00"), 120) == at("2026-03-06T14:00")
    assert OFFICE.add(at("2026-03-06T16:00"), 120) == at("2026-03-09T09:00")


def test_work_that_fills_a_day_ends_with_it_and_starts_with_it():
    assert OFFICE.add(at("2026-03-06T08:00"), 480) == at("2026-03-06T17:00")
    assert OFFICE.add(at("2026-03-06T17:00"), -480) == at("2026-03-06T08:00")


def test_the_next_and_previous_working_moment_of_a_sunday():
    assert OFFICE.next_working(at("2026-03-08T10:00")) == at("2026-03-09T08:00")
    assert OFFICE.previous_working(at("2026-03-08T10:00")) == at("2026-03-06T17:00")


def test_an_exception_replaces_the_day_and_can_add_work():
    saturday = date(2026, 3, 7)
    calendar = Calendar("c", exceptions=(CalendarException(saturday, saturday, ((540, 600),)),))
    assert worked(calendar, "2026-03-07") == 60


def test_a_derived_calendar_keeps_the_holidays_of_its_base():
    holiday = CalendarException(date(2026, 5, 1), date(2026, 5, 1))
    base = Calendar("base", exceptions=(holiday,))
    mine = Calendar("mine", days=(None, ((480, 720),), *(None,) * 5), base="base")
    calendar = Calendars((base, mine)).calendar("mine")
    assert calendar.minutes_between(at("2026-05-01T00:00"), at("2026-05-02T00:00")) == 0
    assert calendar.minutes_between(at("2026-03-03T00:00"), at("2026-03-04T00:00")) == 240
    assert calendar.minutes_between(at("2026-03-04T00:00"), at("2026-03-05T00:00")) == 480


def test_another_week_holds_between_its_dates_only():
    short = WorkWeek(date(2026, 3, 9), date(2026, 3, 15), (((480, 720),), *(None,) * 6))
    calendar = Calendar("c", weeks=(short,))
    days = ("2026-03-02", "2026-03-09", "2026-03-16")
    assert [worked(calendar, day) for day in days] == [480, 240, 480]


@pytest.mark.parametrize(
    ("rule", "off", "on"),
    [
        (Recurrence("daily", 3), "2026-03-05", "2026-03-06"),
        (Recurrence("weekly", 2, frozenset({4})), "2026-03-20", "2026-03-13"),
        (Recurrence("monthly", 1, day=31), "2026-04-30", "2026-04-29"),
        (Recurrence("monthly", 1, frozenset({0}), position=2), "2026-04-13", "2026-04-06"),
        (Recurrence("monthly", 1, frozenset({3}), position=5), "2026-04-30", "2026-04-23"),
        (Recurrence("yearly", day=6, month=4), "2027-04-06", "2027-03-08"),
        (Recurrence("yearly", 1, frozenset({3}), position=4, month=11), "2026-11-26", "2026-11-19"),
    ],
)
def test_a_recurring_holiday_falls_where_its_rule_says(rule, off, on):
    holiday = CalendarException(date(2026, 3, 2), date(2030, 12, 31), (), rule)
    calendar = Calendar("c", days=OFFICE_WEEK, exceptions=(holiday,))
    assert worked(calendar, off) == 0
    assert worked(calendar, on) == 480


def test_a_calendar_without_work_is_refused_in_a_sentence():
    with pytest.raises(PlanError, match="Closed"):
        WorkCalendar.of(Calendar("c", "Closed", days=((),) * 7)).add(at("2026-03-02T08:00"), 1)


def test_a_calendar_based_on_itself_is_refused():
    circle = (Calendar("a", base="b"), Calendar("b", base="a"))
    with pytest.raises(PlanError, match="based on itself"):
        Calendars(circle).calendar("a")


def test_two_calendars_share_what_both_work():
    both = Calendars((Calendar("day"), Calendar("early", days=(((360, 600),),) * 7)))
    table = WorkCalendar(both.table("day", "early"))
    assert table.minutes_between(at("2026-03-02T00:00"), at("2026-03-08T00:00")) == 5 * 120


@given(calendars, moments, st.integers(1, 300_000))
@settings(max_examples=150, deadline=None)
def test_adding_and_measuring_agree(calendar, start, minutes):
    finish = calendar.add(start, minutes)
    assert calendar.minutes_between(start, finish) == minutes
    assert calendar.previous_working(finish) == finish


@given(calendars, moments, st.integers(1, 300_000))
@settings(max_examples=100, deadline=None)
def test_going_back_and_measuring_agree(calendar, finish, minutes):
    start = calendar.add(finish, -minutes)
    assert calendar.minutes_between(start, finish) == minutes
    assert calendar.next_working(start) == start


@given(calendars, moments, moments)
@settings(max_examples=100, deadline=None)
def test_the_table_agrees_with_counting_minute_periods_day_by_day(calendar, one, other):
    first, last = sorted((one, other))
    last = min(last, first + timedelta(days=60))
    whole = WorkCalendar.of(Calendar("whole", days=(FULL_DAY,) * 7))
    steps = [first + timedelta(days=day) for day in range((last - first).days + 1)] + [last]
    pairs = zip(steps, steps[1:], strict=False)
    assert calendar.minutes_between(first, last) == sum(
        calendar.minutes_between(a, b) for a, b in pairs
    )
    assert calendar.minutes_between(first, last) <= whole.minutes_between(first, last)
