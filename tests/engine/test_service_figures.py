"""Figures of service: what each counts, and on what it rests."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rapport.engine.rhythm import rhythm
from rapport.engine.service_figures import (
    NEVER,
    Exchanges,
    Share,
    Spread,
    by,
    figures,
    hours,
    local,
    rank,
)

AT = datetime(2026, 3, 4, 9, tzinfo=UTC)
ZONES = ("UTC", "Europe/Berlin", "America/St_Johns", "Asia/Kathmandu", "Australia/Lord_Howe")


def exchange(first=None, resolution=None, replies=0, reopened=0):
    return first, resolution, replies, reopened


def exchanges(rows) -> Exchanges:
    columns = np.array([[NEVER if n is None else n for n in row] for row in rows], np.int32)
    began = np.full(len(rows), int(AT.timestamp()), np.int64)
    return Exchanges(began, *columns.reshape(-1, 4).T)


def seconds(*moments: datetime):
    return np.array([int(moment.timestamp()) for moment in moments], np.int64)


def test_each_figure_rests_on_what_has_happened():
    found = figures(exchanges([
        exchange(30, 60, replies=1),
        exchange(10, 400, replies=3),
        exchange(20, 90, replies=1, reopened=1),
        exchange(50, None, replies=1, reopened=2),
        exchange(None, 5),
        exchange(),
    ]))  # fmt: skip
    assert found.conversations == 6
    assert found.first_reply == Spread(4, 20, 50)
    assert found.resolution == Spread(4, 60, 400)
    assert found.one_touch == Share(1, 3)
    assert found.reopened == Share(2, 5)


def test_nothing_has_no_percentiles_and_no_percent():
    found = figures(exchanges([]))
    assert found.first_reply == Spread(0, None, None) and found.one_touch.percent is None


@given(st.lists(st.integers(0, 10_000), min_size=1), st.integers(1, 100))
def test_a_percentile_is_a_value_that_so_many_do_not_exceed(values, percent):
    ordered = sorted(values)
    found = rank(ordered, percent)
    assert found in ordered
    assert sum(value <= found for value in ordered) * 100 >= percent * len(ordered)


MINUTES = st.none() | st.integers(0, 500)
ROW = st.tuples(MINUTES, MINUTES, st.integers(0, 2), st.integers(0, 2))


def counted_one_by_one(rows) -> tuple:
    """The table of the module, read aloud."""
    closed = [row for row in rows if row[1] is not None and row[2]]
    ever = [row for row in rows if row[1] is not None or row[3]]
    spreads = []
    for column in (0, 1):
        known = sorted(row[column] for row in rows if row[column] is not None)
        spreads.append(Spread(len(known), rank(known, 50), rank(known, 90)))
    one_touch = sum(replies == 1 and not reopened for _f, _r, replies, reopened in closed)
    reopened = sum(row[3] > 0 for row in ever)
    return len(rows), *spreads, Share(one_touch, len(closed)), Share(reopened, len(ever))


@given(st.lists(st.tuples(st.integers(0, 3), ROW), max_size=40))
def test_all_groups_at_once_are_counted_as_one_by_one(rows):
    group = np.array([of for of, _row in rows], np.int64)
    found = by(exchanges([row for _of, row in rows]), group, 4)
    for n, made in enumerate(found):
        assert (
            made.conversations, made.first_reply, made.resolution, made.one_touch, made.reopened
        ) == counted_one_by_one([row for of, row in rows if of == n])  # fmt: skip


@given(
    st.lists(st.integers(365 * 86_400, 2**31), max_size=5),
    st.sampled_from(ZONES),
)
def test_clocks_of_a_zone_are_read_at_once_as_one_by_one(moments, name):
    zone = ZoneInfo(name)
    shown = [datetime.fromtimestamp(one, zone).replace(tzinfo=UTC) for one in moments]
    assert local(np.array(moments, np.int64), zone).tolist() == seconds(*shown).tolist()


def test_hours_are_those_of_the_readers_clock_on_both_sides_of_a_clock_change():
    winter, summer = datetime(2026, 3, 27, 8, tzinfo=UTC), datetime(2026, 3, 30, 8, tzinfo=UTC)
    grid = hours(seconds(winter, summer), ZoneInfo("Europe/Berlin"))
    assert (grid[4][9], grid[0][10]) == (1, 1)
    assert hours(seconds(winter), ZoneInfo("Asia/Tokyo"))[4][17] == 1


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
