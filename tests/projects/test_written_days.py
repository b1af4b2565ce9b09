"""Days as people type them into a plan."""

from datetime import date

import pytest

from rapport.projects.durations import length_of
from rapport.projects.written_days import NoSuchYear, day_of

TODAY = date(2026, 12, 1)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("2026-12-04", date(2026, 12, 4)),
        ("4.12.2026", date(2026, 12, 4)),
        ("4/12/26", date(2026, 12, 4)),
        ("4 Dec", date(2026, 12, 4)),
        ("Dec 4", date(2026, 12, 4)),
        ("4. Dez", date(2026, 12, 4)),
        ("1 février", date(2027, 2, 1)),
        ("5.1.", date(2027, 1, 5)),
        ("30/11", date(2026, 11, 30)),
        ("  ", None),
    ],
)
def test_a_day_is_read_however_it_is_written_and_without_a_year_is_the_nearest(typed, meant):
    assert day_of(typed, TODAY) == meant


@pytest.mark.parametrize("typed", ["soon", "31.2.2027", "12", "29.2."])
def test_what_is_no_day_is_not_taken_for_one(typed):
    with pytest.raises(ValueError):  # noqa: PT011 - of whatever kind
        day_of(typed, TODAY)


@pytest.mark.parametrize("typed", ["0132-01-01", "9999-12-31", "1.3.2101"])
def test_a_year_that_no_plan_can_have_is_told_apart(typed):
    with pytest.raises(NoSuchYear):
        day_of(typed, TODAY)


def test_the_sign_of_an_estimate_changes_no_duration():
    assert length_of("3d?") == length_of("3 days?") == length_of("3d")
