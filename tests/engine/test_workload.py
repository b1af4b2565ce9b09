"""Whether work fits into days: earliest deadline first, held against what any order could do."""

from itertools import accumulate

from hypothesis import given
from hypothesis import strategies as st

from rapport.engine.workload import Demand, spread, undone

DAYS = 8
capacities = st.lists(st.integers(0, 8), min_size=DAYS, max_size=DAYS)
demands = st.lists(
    st.tuples(st.integers(0, DAYS - 1), st.integers(0, DAYS - 1), st.integers(1, 12)).map(
        lambda one: Demand(min(one[:2]), max(one[:2]), one[2])
    ),
    max_size=7,
)


def _fits_at_all(work, capacity):
    """By Hall's condition: between any two days no more is asked than there is."""
    return all(
        sum(one.minutes for one in work if one.release >= first and one.due <= last)
        <= sum(capacity[first : last + 1])
        for first in range(DAYS)
        for last in range(first, DAYS)
    )


@given(demands, capacities)
def test_nothing_is_late_exactly_when_some_order_keeps_every_deadline(work, capacity):
    assert (max(undone(work, capacity)) == 0) == _fits_at_all(work, capacity)


@given(demands, capacities)
def test_what_is_late_is_never_more_than_what_is_due(work, capacity):
    for day, late in enumerate(undone(work, capacity)):
        due = sum(one.minutes for one in work if one.due <= day)
        assert max(0, due - list(accumulate(capacity))[day]) <= late <= due


@given(demands, capacities, st.integers(0, DAYS - 1))
def test_more_room_never_makes_more_late(work, capacity, day):
    more = [*capacity[:day], capacity[day] + 4, *capacity[day + 1 :]]
    assert all(a <= b for a, b in zip(undone(work, more), undone(work, capacity), strict=True))


@given(demands, capacities)
def test_spreading_loses_nothing_and_stays_within_the_days(work, capacity):
    for one in work:
        days = spread(one, capacity)
        assert abs(sum(days.values()) - one.minutes) < 1e-6
        assert all(one.release <= day <= one.due for day in days)


def test_sums_of_a_week_cannot_tell_it():
    # Sixteen hours in a week of forty, but all of them due on Monday night.
    monday = [Demand(0, 0, 480), Demand(0, 0, 480)]
    assert undone(monday, [480] * 5) == [480, 0, 0, 0, 0]
    # Sixty hours stand in the first of two weeks, and all of it fits: half can wait.
    waits = [Demand(0, 4, 2400), Demand(0, 9, 2400)]
    assert max(undone(waits, [480] * 10)) == 0
