"""Whether an alert interrupts: each line of the table, and what holds whatever is chosen."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rapport.engine.attention import (
    Alert,
    Held,
    Rules,
    State,
    Verdict,
    Way,
    is_quiet,
    latest_digest,
    next_digest,
    weigh,
)

BERLIN = ZoneInfo("Europe/Berlin")
NOON = datetime(2026, 3, 4, 11, tzinfo=UTC)
NIGHT = datetime(2026, 3, 4, 22, tzinfo=UTC)
RULES = Rules(BERLIN, 3, time(18), time(8), [time(9), time(16, 30)])


def alert(way=Way.INTERRUPT, came=NOON, **more) -> Alert:
    return Alert(way, came, **more)


@pytest.mark.parametrize(
    ("given_alert", "state", "at", "expected"),
    [
        (alert(), State(0), NOON, Verdict(None)),
        (alert(Way.BUNDLE), State(0), NOON, Verdict(Held.DIGEST)),
        (alert(Way.LIST), State(0), NOON, Verdict(Held.LISTED)),
        (alert(came=NOON - timedelta(hours=2)), State(0), NOON, Verdict(Held.LATE)),
        (alert(), State(3), NOON, Verdict(Held.BUDGET)),
        (alert(is_urgent=True), State(3), NOON, Verdict(None, Held.BUDGET)),
        (alert(came=NIGHT), State(0), NIGHT, Verdict(Held.QUIET)),
        (alert(came=NIGHT, is_urgent=True), State(0), NIGHT, Verdict(None, Held.QUIET)),
        (alert(), State(0, is_day_off=True), NOON, Verdict(Held.DAY_OFF)),
        (alert(is_urgent=True), State(0, is_day_off=True), NOON, Verdict(None, Held.DAY_OFF)),
        (alert(is_urgent=True), State(0, is_away=True), NOON, Verdict(Held.AWAY)),
        (alert(Way.BUNDLE), State(0, is_away=True), NOON, Verdict(Held.AWAY)),
        (alert(is_urgent=True, silence=Held.MUTED), State(0), NOON, Verdict(Held.MUTED)),
        (alert(silence=Held.SNOOZED), State(0, is_away=True), NOON, Verdict(Held.SNOOZED)),
    ],
)
def test_each_line_of_the_table(given_alert, state, at, expected):
    assert weigh(given_alert, RULES, state, at) == expected


def test_urgent_waits_for_whoever_does_not_want_it_to_break_through():
    calm = Rules(BERLIN, 3, time(18), time(8), [], urgent_breaks_through=False)
    assert weigh(alert(is_urgent=True), calm, State(3), NOON) == Verdict(Held.BUDGET)


@pytest.mark.parametrize(
    ("clock", "quiet"),
    [("17:59", False), ("18:00", True), ("23:59", True), ("00:00", True), ("07:59", True),
     ("08:00", False)],
)  # fmt: skip
def test_quiet_hours_run_over_midnight_in_the_persons_own_zone(clock, quiet):
    at = datetime.combine(NOON.date(), time.fromisoformat(clock), BERLIN)
    assert is_quiet(RULES, at.astimezone(UTC)) is quiet


def test_equal_ends_are_no_quiet_hours():
    assert not is_quiet(Rules(BERLIN, 3, time(8), time(8), []), NIGHT)


def test_digests_are_of_the_persons_own_day():
    assert latest_digest(RULES, NOON) == datetime(2026, 3, 4, 9, tzinfo=BERLIN)
    assert next_digest(RULES, NOON) == datetime(2026, 3, 4, 16, 30, tzinfo=BERLIN)
    assert next_digest(RULES, NIGHT) == datetime(2026, 3, 5, 9, tzinfo=BERLIN)
    early = datetime(2026, 3, 4, 5, tzinfo=UTC)
    assert latest_digest(RULES, early) == datetime(2026, 3, 3, 16, 30, tzinfo=BERLIN)
    assert latest_digest(Rules(BERLIN, 3, time(18), time(8), []), NOON) is None


@given(
    way=st.sampled_from(Way), urgent=st.booleans(), spent=st.integers(0, 9),
    away=st.booleans(), off=st.booleans(), budget=st.integers(0, 5),
    minute=st.integers(0, 3 * 1440), silence=st.sampled_from([None, Held.MUTED, Held.SNOOZED]),
)  # fmt: skip
def test_nothing_that_is_not_urgent_ever_goes_beyond_the_budget(
    way, urgent, spent, away, off, budget, minute, silence
):
    at = NOON + timedelta(minutes=minute)
    rules = Rules(BERLIN, budget, time(18), time(8), [time(9)])
    said = weigh(Alert(way, at, urgent, silence), rules, State(spent, away, off), at)
    if said.held is None:
        assert way == Way.INTERRUPT and silence is None and not away
        assert urgent or (spent < budget and not off and not is_quiet(rules, at))
        assert (said.broke is not None) == (spent >= budget or off or is_quiet(rules, at))
    else:
        assert said.broke is None
