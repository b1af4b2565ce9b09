"""Whether an alert may interrupt a person now, or waits, and why.

The first line that applies decides:

| what is so                                          | outcome                                  |
|-----------------------------------------------------|------------------------------------------|
| the person muted this thing, or put it off          | held: MUTED, SNOOZED                     |
| the person is away                                  | held: AWAY, for the catch-up             |
| the kind is chosen "list only"                      | held: LISTED; no digest                  |
| the kind is chosen "bundle"                         | held: DIGEST                             |
| it came more than an hour ago (an outage)           | held: LATE                               |
| quiet hours, a day off or the budget, and not urgent| held: QUIET, DAY_OFF, BUDGET             |
| the same, urgent, and urgent may break through      | interrupts; what it broke through is said|
| otherwise                                           | interrupts                               |

Nothing is dropped: what is held stands in the list with its reason, and goes out with the next
digest unless the person muted it, put it off or wants it in the list only. Pure; the person's own
zone decides what the hour is.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum

# What came before this is no longer "now".
STALE = timedelta(hours=1)


class Way(StrEnum):
    """How a kind of alert may reach somebody."""

    INTERRUPT = "interrupt"
    BUNDLE = "bundle"
    LIST = "list"
    OFF = "off"


class Held(StrEnum):
    """Why an alert did not interrupt."""

    MUTED = "muted"
    SNOOZED = "snoozed"
    AWAY = "away"
    LISTED = "listed"
    DIGEST = "digest"
    LATE = "late"
    QUIET = "quiet"
    DAY_OFF = "day_off"
    BUDGET = "budget"


@dataclass(frozen=True, slots=True)
class Rules:
    """What somebody chose. `budget` is how often a day they may be interrupted; quiet hours may
    run over midnight, and none are meant when both ends are equal."""

    zone: tzinfo
    budget: int
    quiet_from: time
    quiet_to: time
    digests: Sequence[time]
    urgent_breaks_through: bool = True


@dataclass(frozen=True, slots=True)
class State:
    """How it stands with the person at this moment; `spent` counts today's interruptions."""

    spent: int
    is_away: bool = False
    is_day_off: bool = False


@dataclass(frozen=True, slots=True)
class Alert:
    """`silence` is MUTED or SNOOZED where the person silenced what it is about."""

    way: Way
    came_at: datetime
    is_urgent: bool = False
    silence: Held | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """Held for this reason, or (None) interrupts; `broke` is what an urgent one broke through."""

    held: Held | None
    broke: Held | None = None


def weigh(alert: Alert, rules: Rules, state: State, at: datetime) -> Verdict:
    """As the table says."""
    if held := _unasked(alert, state, at):
        return Verdict(held)
    against = _against(rules, state, at)
    if against is None:
        return Verdict(None)
    if alert.is_urgent and rules.urgent_breaks_through:
        return Verdict(None, broke=against)
    return Verdict(against)


def _unasked(alert: Alert, state: State, at: datetime) -> Held | None:
    """What holds it whatever the hour and the budget, urgent or not."""
    if alert.silence is not None:
        return alert.silence
    if state.is_away:
        return Held.AWAY
    if alert.way != Way.INTERRUPT:
        return Held.DIGEST if alert.way == Way.BUNDLE else Held.LISTED
    return Held.LATE if at - alert.came_at > STALE else None


def _against(rules: Rules, state: State, at: datetime) -> Held | None:
    if is_quiet(rules, at):
        return Held.QUIET
    if state.is_day_off:
        return Held.DAY_OFF
    return Held.BUDGET if state.spent >= rules.budget else None


def is_quiet(rules: Rules, at: datetime) -> bool:
    """Whether this moment lies in the quiet hours of the person's own day."""
    here = at.astimezone(rules.zone).time()
    begins, ends = rules.quiet_from, rules.quiet_to
    if begins <= ends:
        return begins <= here < ends
    return here >= begins or here < ends


def day_of(rules: Rules, at: datetime) -> date:
    """The person's own day: the budget is new each midnight there."""
    return at.astimezone(rules.zone).date()


def latest_digest(rules: Rules, at: datetime) -> datetime | None:
    """The last moment for a digest up to now, of today or yesterday; None if none is wanted."""
    today = day_of(rules, at)
    moments = _moments(rules, (today - timedelta(days=1), today))
    return max((moment for moment in moments if moment <= at), default=None)


def next_digest(rules: Rules, at: datetime) -> datetime | None:
    """The next one, of today or tomorrow."""
    today = day_of(rules, at)
    moments = _moments(rules, (today, today + timedelta(days=1)))
    return min((moment for moment in moments if moment > at), default=None)


def _moments(rules: Rules, days: Sequence[date]) -> list[datetime]:
    return [datetime.combine(day, clock, rules.zone) for day in days for clock in rules.digests]
