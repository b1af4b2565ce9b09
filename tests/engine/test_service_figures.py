"""Figures of service: what each counts, and on what it rests."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rapport.engine.rhythm import rhythm
from rapport.engine.service_figures import Exchange, Share, Spread, by, figures, hours, rank

AT = datetime(2026, 3, 4, 9, tzinfo=UTC)


def exchange(first=None, resolution=None, replies=0, reopened=0) -> Exchange:
    return Exchange(AT, first, resolution, replies, reopened)


def test_each_figure_rests_on_what_has_happened():
    found = figures([
        exchange(30, 60, replies=1),
        exchange(10, 400, replies=3),
        exchange(20, 90, replies=1, reopened=1),
        exchange(50, None, replies=1, reopened=2),
        exchange(None, 5),
        exchange(),
    ])  # fmt: skip
    assert found.conversations == 6
    assert found.first_reply == Spread(4, 20, 50)
    assert found.resolution == Spread(4, 60, 400)
    assert found.one_touch == Share(1, 3)
    assert found.reopened == Share(2, 5)


def test_nothing_has_no_percentiles_and_no_percent():
    found = figures([])
    assert found.first_reply == Spread(0, None, None) and found.one_touch.percent is None


@given(st.lists(st.integers(0, 10_000), min_size=1), st.integers(1, 100))
def test_a_percentile_is_a_value_that_so_many_do_not_exceed(values, percent):
    ordered = sorted(values)
    found = rank(ordered, percent)
    assert found in ordered
    assert sum(value <= found for value in ordered) * 100 >= percent * len(ordered)


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 500)), max_size=40))
def test_groups_add_up_to_the_whole(rows):
    found = by((key, exchange(minutes)) for key, minutes in rows)
    assert sum(one.conversations for one in found.values()) == len(rows)
    assert sum(one.first_reply.count for one in found.values()) == len(rows)


def test_hours_are_those_of_the_readers_clock_on_both_sides_of_a_clock_change():
    winter, summer = datetime(2026, 3, 27, 8, tzinfo=UTC), datetime(2026, 3, 30, 8, tzinfo=UTC)
    grid = hours([winter, summer], ZoneInfo("Europe/Berlin"))
    assert (grid[4][9], grid[0][10]) == (1, 1)
    assert hours([winter], ZoneInfo("Asia/Tokyo"))[4][17] == 1


def days(*gaps: int) -> list[date]:
    found = [date(2026, 1, 5)]
    for gap in gaps:
        found.append(found[-1] + timedelta(days=gap))
    return found


@pytest.mark.parametrize(
    ("gaps", "alarm"),
    [
        ((1, 1, 2, 1, 3), 14),
        ((30, 31, 30, 29, 30), 60),
        ((7, 7, 7, 7, 60), 60),
        ((90, 90, 90, 90), None),
    ],
)
def test_silence_is_unusual_by_a_clients_own_rhythm(gaps, alarm):
    found = rhythm(days(*gaps))
    assert (found.alarm if found else None) == alarm
    if found:
        assert not found.is_silent(found.last + timedelta(days=alarm))
        assert found.is_silent(found.last + timedelta(days=alarm + 1))
