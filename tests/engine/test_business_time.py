from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rapport.engine.business_time import NeverOpen, OpeningHours, add_working, working_minutes

BERLIN = OpeningHours(zone="Europe/Berlin", holidays=frozenset({date(2026, 12, 25)}))
NIGHT = OpeningHours(days=(((0, 360), (1320, 1440)),) * 7, zone="America/New_York")
ALWAYS = OpeningHours(days=(((0, 1440),),) * 7, zone="Europe/Berlin")

FIRST, LAST = map(datetime.fromisoformat, ("2024-01-01", "2028-12-31"))
moments = st.datetimes(FIRST, LAST, timezones=st.just(UTC)).map(
    lambda at: at.replace(second=0, microsecond=0)
)
hours = st.sampled_from([BERLIN, NIGHT, ALWAYS])


def berlin(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=ZoneInfo("Europe/Berlin"))


def test_a_mail_on_friday_evening_waits_until_monday():
    due = add_working(berlin(2026, 11, 27, 18), 60, BERLIN)
    assert due == berlin(2026, 11, 30, 9)


def test_no_minute_counts_twice_where_a_skipped_time_reaches_into_the_next_period():
    shift = OpeningHours(days=(((60, 150), (180, 240)),) * 7, zone="Europe/Berlin")
    start, end = berlin(2026, 3, 29), berlin(2026, 3, 30)
    minutes = [start.astimezone(UTC) + timedelta(minutes=n) for n in range(23 * 60)]
    walked = [at for at in minutes if working_minutes(at, at + timedelta(minutes=1), shift)]
    assert working_minutes(start, end, shift) == len(walked) == 120
    assert add_working(start, 120, shift) == berlin(2026, 3, 29, 4)


def test_lunch_and_holidays_do_not_count():
    assert working_minutes(berlin(2026, 12, 24, 11), berlin(2026, 12, 28, 9), BERLIN) == 360


def test_work_that_fills_the_day_ends_with_the_day():
    assert add_working(berlin(2026, 11, 25, 8), 480, BERLIN) == berlin(2026, 11, 25, 17)


def test_the_night_the_clock_goes_forward_is_an_hour_shorter():
    first, last = berlin(2026, 3, 29, 0), berlin(2026, 3, 30, 0)
    assert working_minutes(first, last, ALWAYS) == 23 * 60


def test_the_night_the_clock_goes_back_is_an_hour_longer():
    first, last = berlin(2026, 10, 25, 0), berlin(2026, 10, 26, 0)
    assert working_minutes(first, last, ALWAYS) == 25 * 60


def test_the_same_office_day_is_kept_across_a_clock_change():
    due = add_working(berlin(2026, 3, 27, 16), 120, BERLIN)
    assert due.astimezone(ZoneInfo("Europe/Berlin")) == berlin(2026, 3, 30, 9)


def test_a_naive_moment_is_refused():
    with pytest.raises(ValueError, match="zone"):
        working_minutes(FIRST, berlin(2026, 1, 2), BERLIN)


def test_hours_that_never_open_are_said_so():
    with pytest.raises(NeverOpen):
        add_working(berlin(2026, 1, 1), 1, OpeningHours(days=((),) * 7))


def test_periods_that_overlap_are_refused():
    with pytest.raises(ValueError, match="follow"):
        OpeningHours(days=(((0, 600), (540, 700)),) * 7)


@given(moments, st.integers(0, 20_000), hours)
@settings(max_examples=150, deadline=None)
def test_adding_and_measuring_agree(start, minutes, open_hours):
    assert working_minutes(start, add_working(start, minutes, open_hours), open_hours) == minutes


@given(moments, st.integers(1, 20_000), hours)
@settings(max_examples=100, deadline=None)
def test_going_back_and_measuring_agree(start, minutes, open_hours):
    earlier = add_working(start, -minutes, open_hours)
    assert earlier < start
    assert working_minutes(earlier, start, open_hours) == minutes


@given(moments, st.integers(0, 5_000), st.integers(0, 5_000), hours)
@settings(max_examples=100, deadline=None)
def test_more_minutes_never_end_earlier(start, one, other, open_hours):
    low, high = sorted((one, other))
    assert add_working(start, low, open_hours) <= add_working(start, high, open_hours)


@given(moments, st.integers(0, 60_000), st.integers(0, 60_000), hours)
@settings(max_examples=100, deadline=None)
def test_spans_that_follow_each_other_add_up(start, one, other, open_hours):
    middle = start + timedelta(minutes=one)
    end = middle + timedelta(minutes=other)
    parts = working_minutes(start, middle, open_hours) + working_minutes(middle, end, open_hours)
    assert parts == working_minutes(start, end, open_hours)
