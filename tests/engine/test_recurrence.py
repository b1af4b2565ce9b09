"""Rules of recurrence, against the examples of RFC 5545 (3.8.5.3), and the days of a series."""

from datetime import date, timedelta
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rapport.engine.plan import Recurrence
from rapport.engine.recurrence import MONDAY, SUNDAY, days_of, falls_on
from rapport.engine.series import Series, Standing, TooMany, rearranged, series_days

SEPTEMBER, LATE = date(1997, 9, 2), date(2099, 12, 31)
MO, TU, WE, TH, FR, SA, SU = range(7)


def first(rule, times, since=SEPTEMBER, week_opens=MONDAY):
    found = islice(days_of(rule, since, LATE, week_opens=week_opens), times)
    return [f"{day:%m-%d}" if day.year == 1997 else f"{day:%Y-%m-%d}" for day in found]


@pytest.mark.parametrize(
    ("rule", "since", "expected"),
    [
        # Daily for 10 occurrences; every other day; every 10 days, 5 occurrences.
        (Recurrence("daily"), SEPTEMBER, [f"09-{day:02}" for day in range(2, 12)]),
        (Recurrence("daily", 2), SEPTEMBER, ["09-02", "09-04", "09-06", "09-08", "09-10"]),
        (Recurrence("daily", 10), SEPTEMBER, ["09-02", "09-12", "09-22", "10-02", "10-12"]),
        # Weekly on Tuesday and Thursday for five weeks.
        (
            Recurrence("weekly", weekdays=frozenset({TU, TH})), SEPTEMBER,
            ["09-02", "09-04", "09-09", "09-11", "09-16", "09-18", "09-23", "09-25", "09-30",
             "10-02"],
        ),
        # Every other week on Monday, Wednesday and Friday, from Monday, September 1.
        (
            Recurrence("weekly", 2, frozenset({MO, WE, FR})), date(1997, 9, 1),
            ["09-01", "09-03", "09-05", "09-15", "09-17", "09-19", "09-29", "10-01", "10-03",
             "10-13"],
        ),
        # Monthly on the first Friday for 10 occurrences.
        (
            Recurrence("monthly", 1, frozenset({FR}), position=1), date(1997, 9, 5),
            ["09-05", "10-03", "11-07", "12-05", "1998-01-02", "1998-02-06", "1998-03-06",
             "1998-04-03", "1998-05-01", "1998-06-05"],
        ),
        # The third instance into the month of one of Tuesday, Wednesday or Thursday.
        (
            Recurrence("monthly", 1, frozenset({TU, WE, TH}), position=3), date(1997, 9, 4),
            ["09-04", "10-07", "11-06"],
        ),
        # Yearly in June and July, here in June alone.
        (
            Recurrence("yearly", day=10, month=6), date(1997, 6, 10),
            ["06-10", "1998-06-10", "1999-06-10", "2000-06-10", "2001-06-10"],
        ),
    ],
)  # fmt: skip
def test_the_published_examples_of_rfc_5545(rule, since, expected):
    assert first(rule, len(expected), since) == expected


def test_rfc_5545_where_the_first_day_of_the_week_makes_a_difference():
    rule = Recurrence("weekly", 2, frozenset({TU, SU}))
    since = date(1997, 8, 5)
    assert first(rule, 4, since) == ["08-05", "08-10", "08-19", "08-24"]
    assert first(rule, 4, since, SUNDAY) == ["08-05", "08-17", "08-19", "08-31"]


def test_the_last_working_weekday_of_each_month():
    rule = Recurrence("monthly", 1, frozenset(range(5)), position=5)
    assert first(rule, 4, date(1997, 9, 30)) == ["09-30", "10-31", "11-28", "12-31"]


def test_a_day_that_a_month_does_not_have_is_its_last():
    rule = Recurrence("monthly", day=31)
    assert first(rule, 3, date(1997, 12, 31)) == ["12-31", "1998-01-31", "1998-02-28"]


RULES = st.one_of(
    st.builds(Recurrence, st.just("daily"), st.integers(1, 40)),
    st.builds(
        Recurrence, st.just("weekly"), st.integers(1, 6),
        st.frozensets(st.integers(0, 6), min_size=1),
    ),
    st.builds(Recurrence, st.just("monthly"), st.integers(1, 14), day=st.integers(1, 31)),
    st.builds(
        Recurrence, st.just("monthly"), st.integers(1, 14),
        st.frozensets(st.integers(0, 6), min_size=1), position=st.integers(1, 5),
    ),
    st.builds(
        Recurrence, st.just("yearly"), st.integers(1, 3), day=st.integers(1, 31),
        month=st.integers(1, 12),
    ),
)  # fmt: skip
DAYS = st.dates(date(1999, 1, 1), date(2040, 12, 31))
OFF = st.frozensets(st.integers(0, 60))


@given(RULES, DAYS, st.integers(0, 700), st.integers(0, 6))
def test_the_days_are_exactly_those_the_rule_falls_on(rule, since, length, opens):
    until = since + timedelta(days=length)
    everyday = [since + timedelta(days=number) for number in range(length + 1)]
    expected = [day for day in everyday if falls_on(day, rule, since, week_opens=opens)]
    assert list(days_of(rule, since, until, week_opens=opens)) == expected


@given(RULES, DAYS, st.sampled_from(["skip", "before", "after"]), OFF, st.integers(1, 30))
def test_a_series_stands_on_working_days_in_order_as_often_as_it_was_said(
    rule, since, on_day_off, off, times
):
    def is_worked(day):
        return day.toordinal() % 61 not in off or len(off) > 60

    series = Series(rule, since, since + timedelta(days=500), times, on_day_off)
    found = series_days(series, is_worked, most=40)
    assert found == sorted(set(found)) and len(found) <= times
    assert all(is_worked(day) for day in found)
    assert set(found) <= set(
        series_days(Series(rule, since, series.until, None, on_day_off), is_worked, most=600)
    )


def test_a_day_off_is_left_out_or_gives_way():
    weekend = Recurrence("weekly", weekdays=frozenset({SA}))
    said = {
        how: series_days(
            Series(weekend, date(2026, 12, 5), date(2026, 12, 12), None, how),
            lambda day: day.weekday() < SA, most=9,
        )
        for how in ("skip", "before", "after")
    }  # fmt: skip
    assert said == {
        "skip": [], "before": [date(2026, 12, 4), date(2026, 12, 11)],
        "after": [date(2026, 12, 7), date(2026, 12, 14)],
    }  # fmt: skip


def test_two_days_that_give_way_to_the_same_one_are_one():
    daily = Series(Recurrence("daily"), date(2026, 12, 4), date(2026, 12, 8))
    found = series_days(daily, lambda day: day.weekday() < SA, most=9)
    assert [day.day for day in found] == [4, 7, 8]


def test_too_many_days_are_refused_and_not_cut_off():
    daily = Recurrence("daily")
    since = date(2026, 1, 1)
    everyday = Series(daily, since, date(2026, 1, 10))
    assert len(series_days(everyday, lambda day: True, most=10)) == 10
    for series, gone in ((everyday, 1), (Series(daily, since, LATE, 11), 0)):
        with pytest.raises(TooMany):
            series_days(series, lambda day: True, most=10, gone=gone)


STANDING = st.lists(
    st.tuples(st.integers(0, 60), st.booleans()), max_size=15, unique_by=lambda x: x[0]
)
WANTED = st.lists(st.integers(0, 60), max_size=15, unique=True).map(sorted)


def on(number):
    return date(2026, 1, 1) + timedelta(days=number)


@given(STANDING, WANTED)
def test_what_is_fixed_stays_and_no_wanted_day_is_lost(there, wanted):
    standing = [Standing(key, on(day), fixed) for key, (day, fixed) in enumerate(there)]
    days = [on(day) for day in wanted]
    found = rearranged(standing, days)
    fixed = {one.key for one in standing if one.is_fixed}
    assert not fixed & (found.moved.keys() | set(found.removed))
    stays = [one for one in standing if one.key not in found.moved and one.key not in found.removed]
    taken = [*(one.day for one in stays), *found.moved.values(), *found.made]
    free = [day for day in taken if day in days]
    assert len(free) == len(set(free))
    # Whatever has no task of its own is stood for by one that stays beside it.
    assert len(set(days) - set(free)) <= sum(one.is_fixed and one.day not in days for one in stays)
    assert all(one.is_fixed or one.day in days for one in stays)
    assert not (found.made and found.removed)


@given(STANDING)
def test_the_same_days_change_nothing(there):
    standing = [Standing(key, on(day), fixed) for key, (day, fixed) in enumerate(there)]
    found = rearranged(standing, sorted(one.day for one in standing))
    assert not (found.moved or found.made or found.removed)


def test_mondays_become_tuesdays_but_one_that_was_put_off_by_hand_stays():
    mondays = [Standing(key, date(2026, 3, 2 + 7 * key), key == 1) for key in range(4)]
    found = rearranged(mondays, [date(2026, 3, 3 + 7 * week) for week in range(4)])
    assert found.moved == {
        0: date(2026, 3, 3), 2: date(2026, 3, 17), 3: date(2026, 3, 24)
    }  # fmt: skip
    assert (found.made, found.removed) == ((), ())


def test_mondays_become_fridays_in_their_order():
    mondays = [Standing(key, date(2026, 3, 2 + 7 * key), key == 1) for key in range(3)]
    fridays = [date(2026, 3, 6 + 7 * week) for week in range(3)]
    assert rearranged(mondays, fridays).moved == {0: fridays[0], 2: fridays[2]}


def test_what_is_fixed_far_away_takes_no_day_from_the_others():
    there = [Standing(0, date(2026, 3, 2), True), Standing(1, date(2026, 3, 9), False)]
    weeks = [date(2026, 5, 5), date(2026, 5, 12)]
    found = rearranged(there, weeks)
    assert (found.moved, found.made) == ({1: weeks[0]}, (weeks[1],))


def test_an_earlier_end_removes_and_a_later_one_makes():
    weeks = [date(2026, 3, 2 + 7 * week) for week in range(4)]
    there = [Standing(key, day, False) for key, day in enumerate(weeks)]
    assert rearranged(there, weeks[:2]).removed == (2, 3)
    assert rearranged(there[:2], weeks).made == tuple(weeks[2:])
