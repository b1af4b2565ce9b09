"""How often the exceptions of a Microsoft Project calendar come back, and how far they reach."""

from datetime import date

import pytest

from rapport.engine.recurrence import days_of
from rapport.integrations.planfiles import mspdi, mspdi_calendars
from rapport.integrations.planfiles.records import PlanFileError

from .mspdi_files import calendar, fields, project, task

FIRST = date(2026, 1, 5)  # a Monday


def period(first, last):
    return f"<TimePeriod>{fields(FromDate=first, ToDate=last)}</TimePeriod>"


def read(span, **values):
    inner = f"{span}{fields(DayWorking=0, **values)}"
    own = calendar(1, f"<Exceptions><Exception>{inner}</Exception></Exceptions>")
    return mspdi.read(project(task(1, Duration="PT8H0M0S"), own))


def only(plan):
    [found] = plan.schedule.calendars[0].exceptions
    return found


@pytest.mark.parametrize(
    ("rule", "last"),
    [
        ({"Type": 1, "Period": 3}, date(2026, 1, 14)),
        ({"Type": 1}, date(2026, 1, 8)),
        ({"Type": 6, "Period": 1, "DaysOfWeek": 2}, date(2026, 1, 26)),
        ({"Type": 6, "Period": 2, "DaysOfWeek": 34}, date(2026, 1, 23)),
        ({"Type": 4, "Period": 1, "MonthDay": 5}, date(2026, 4, 5)),
        ({"Type": 2, "Month": 0, "MonthDay": 5}, date(2029, 1, 5)),
    ],
)
def test_an_exception_ends_with_the_last_time_that_it_says(rule, last):
    span = period("2026-01-05T00:00:00", "2036-12-30T23:59:00")
    often = {"EnteredByOccurrences": 1, "Occurrences": 4}
    assert only(read(span, **often, **rule)).last == last
    assert only(read(span, **rule)).last == date(2036, 12, 30)
    rest = {"EnteredByOccurrences": 0, "Occurrences": 4}
    assert only(read(span, **rest, **rule)).last == date(2036, 12, 30)


@pytest.mark.parametrize("often", [0, -3, 99_999_999])
def test_times_that_cannot_be_counted_end_with_the_date(often):
    span = period("2026-01-05T00:00:00", "2026-02-01T23:59:00")
    found = only(read(span, EnteredByOccurrences=1, Occurrences=often, Type=6, DaysOfWeek=2))
    assert found.last == date(2026, 2, 1)
    assert list(days_of(found.recurrence, FIRST, found.last))[-1] == date(2026, 1, 26)


def test_an_exception_beyond_all_plans_is_kept_as_far_as_they_reach_and_told():
    plan = read(period("1900-01-01T00:00:00", "2999-01-01T00:00:00"), Type=6, DaysOfWeek=1)
    assert (only(plan).first, only(plan).last) == (date(1950, 1, 1), date(2200, 12, 31))
    assert [(one.column, one.value, one.reason) for one in plan.refusals] == [
        ("Calendar 1", "1900-01-01 – 2999-01-01", mspdi_calendars.BEYOND)  # noqa: RUF001
    ]  # fmt: skip


def test_an_exception_without_days_is_told():
    plan = read(period("soon", "2026-01-01T00:00:00"))
    assert plan.schedule.calendars[0].exceptions == ()
    assert [(one.value, one.reason) for one in plan.refusals] == [
        ("soon – 2026-01-01", mspdi_calendars.NO_DAYS)  # noqa: RUF001
    ]


@pytest.mark.parametrize("day", ["0001-01-01T08:00:00", "9999-12-31T08:00:00", "soon"])
def test_a_plan_that_begins_on_no_day_says_so(day):
    with pytest.raises(PlanFileError, match="begins on a day") as refused:
        mspdi.read(project(task(1), StartDate=day))
    assert "nowhere" not in str(refused.value)
