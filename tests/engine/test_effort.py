"""Work, duration and units: Microsoft Project's table of what is reckoned anew."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rapport.engine.effort import Effort, with_duration, with_units, with_work

WEEK = Effort(duration=2400, work=2400)


@pytest.mark.parametrize(
    ("kept", "of_duration", "of_work", "of_units"),
    [
        # Two weeks instead of one; twice the work; half the units.
        ("units", Effort(4800, 4800), Effort(4800, 4800), Effort(4800, 2400)),
        ("work", Effort(4800, 2400), Effort(4800, 4800), Effort(4800, 2400)),
        ("duration", Effort(4800, 4800), Effort(2400, 4800), Effort(2400, 1200)),
    ],
)
def test_what_follows_is_what_the_type_of_the_task_says(kept, of_duration, of_work, of_units):
    assert with_duration(WEEK, 4800, kept) == of_duration
    assert with_work(WEEK, 4800, kept) == of_work
    assert with_units(WEEK, 0.5, kept) == of_units


amounts = st.integers(1, 100_000)
kinds = st.sampled_from(["units", "work", "duration"])


@given(amounts, amounts, amounts, kinds)
def test_what_was_set_is_so_and_what_is_kept_stays(duration, work, new, kept):
    was = Effort(duration, work)
    by_duration, by_work = with_duration(was, new, kept), with_work(was, new, kept)
    by_units = with_units(was, new / 100, kept)
    assert by_duration.duration == new and by_work.work == new
    assert by_units.units == pytest.approx(new / 100)
    if kept == "units":
        assert by_duration.units == pytest.approx(was.units)
        assert by_work.units == pytest.approx(was.units)
    if kept == "work":
        assert by_duration.work == by_units.work == work
    if kept == "duration":
        assert by_work.duration == by_units.duration == duration


@given(amounts, kinds)
def test_without_work_or_time_nothing_is_divided_by_nothing(amount, kept):
    for empty in (Effort(0, 0), Effort(amount, 0), Effort(0, amount)):
        for done in (
            with_duration(empty, amount, kept), with_work(empty, amount, kept),
            with_units(empty, 0.5, kept), with_units(empty, 0, kept),
        ):  # fmt: skip
            assert done.duration >= 0 and done.work >= 0
