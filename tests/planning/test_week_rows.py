"""The days of a calendar: its periods by name, and the lanes in which entries lie."""

from collections import Counter
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from rapport.planning.period import name_in, period, week_of
from rapport.planning.week_rows import Entry, by_day, week_rows

OPENS = date(2026, 3, 2)
CLOSES = OPENS + timedelta(days=27)
SOME_DAY = st.dates(date(1991, 1, 1), date(2099, 12, 31))
SPANS = st.lists(st.tuples(st.integers(-20, 40), st.integers(0, 15)), max_size=25)
LANES = st.integers(1, 6)


def entries(spans):
    return [
        Entry("task", number, f"Task {number}", first, first + timedelta(days=more))
        for number, (since, more) in enumerate(spans)
        for first in [OPENS + timedelta(days=since)]
    ]


def days_of(entry, opens, closes):
    first, last = max(entry.first, opens), min(entry.last, closes)
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


@given(SPANS, LANES)
def test_every_entry_is_shown_or_counted_on_each_of_its_days(spans, lanes):
    found = entries(spans)
    stood = Counter(day for one in found for day in days_of(one, OPENS, CLOSES))
    told = Counter()
    for week in week_rows(found, OPENS, CLOSES, lanes=lanes):
        for one in week.segments:
            for place in range(one.day, one.day + one.days):
                told[week.opens + timedelta(days=place - 1)] += 1
        for place, hidden in enumerate(week.hidden):
            told[week.opens + timedelta(days=place)] += hidden
    assert +told == stood


@given(SPANS, LANES)
def test_no_bar_lies_upon_another_or_beyond_its_week(spans, lanes):
    for week in week_rows(entries(spans), OPENS, CLOSES, lanes=lanes):
        taken = [
            (one.lane, place)
            for one in week.segments
            for place in range(one.day, one.day + one.days)
        ]
        assert len(taken) == len(set(taken))
        assert all(1 <= lane <= lanes and 1 <= place <= 7 for lane, place in taken)


@given(SPANS, LANES)
def test_a_bar_says_whether_it_came_in_and_goes_on(spans, lanes):
    for week in week_rows(entries(spans), OPENS, CLOSES, lanes=lanes):
        for one in week.segments:
            assert one.came_in == (one.entry.first < week.opens)
            assert one.goes_on == (one.entry.last > week.opens + timedelta(days=6))


@given(SPANS)
def test_a_list_names_each_entry_of_its_days_once(spans):
    found = entries(spans)
    listed = by_day(found, OPENS, CLOSES)
    told = [one.number for of_day in listed.values() for one in of_day]
    there = [one.number for one in found if one.first <= CLOSES and one.last >= OPENS]
    assert sorted(told) == there
    assert all(OPENS <= day <= CLOSES for day in listed) and list(listed) == sorted(listed)


@given(SOME_DAY, st.integers(0, 6), st.sampled_from(["month", "week", "day"]))
def test_every_day_stands_in_the_period_that_is_named_for_it(day, begins, shape):
    shown = period({shape: name_in(shape, day, begins)}, today=OPENS, first_weekday=begins)
    assert shown.first <= day <= shown.last and shown.name == name_in(shape, day, begins)
    if shape != "day":
        assert (shown.closes - shown.opens).days % 7 == 6 and shown.opens.weekday() == begins


@given(SOME_DAY, st.integers(0, 6), st.sampled_from(["month", "week", "day"]))
def test_the_one_after_the_one_before_is_the_same(day, begins, shape):
    here = period({shape: name_in(shape, day, begins)}, today=OPENS, first_weekday=begins)
    before = period({shape: here.before}, today=OPENS, first_weekday=begins)
    assert before.after == here.name and before.last + timedelta(days=1) == here.first


def test_a_week_may_begin_on_sunday():
    assert week_of(date(2026, 3, 1), 6) == date(2026, 3, 1)
    shown = period({"week": "2026-W10"}, today=OPENS, first_weekday=6)
    assert (shown.first, shown.last) == (date(2026, 3, 1), date(2026, 3, 7))
