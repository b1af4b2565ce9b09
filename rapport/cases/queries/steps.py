"""At which shares of a target's time somebody is told."""

from collections.abc import Sequence
from datetime import datetime

from rapport.cases.models import Case
from rapport.cases.queries.course import owed_minutes
from rapport.engine.business_time import OpeningHours
from rapport.engine.service_level import Clock, due, elapsed

# In per cent. A target is near at three quarters, and missed when all of it is used up.
NEAR, ALL = 75, 100


def shares() -> Sequence[int]:
    """The shares at which something is told, in their order."""
    return (NEAR, ALL)


def next_step(
    case: Case, clock: Clock, hours: OpeningHours, steps: Sequence[int]
) -> datetime | None:
    """When there is something to be told again."""
    moments = []
    for target, (since, minutes) in running_targets(case).items():
        ahead = [share for share in steps if share > told(case, target)]
        if ahead:
            moments.append(due(clock.since(since), minutes_at(minutes, ahead[0]), hours))
    return min((at for at in moments if at is not None), default=None)


def reached(case: Case, target: str, clock: Clock, hours: OpeningHours, at: datetime) -> int:
    """The highest share of a target that has passed and was not told; 0 is none."""
    since, minutes = running_targets(case)[target]
    ran = elapsed(clock.since(since), hours, at)
    passed = [share for share in shares() if minutes_at(minutes, share) <= ran]
    return max((share for share in passed if share > told(case, target)), default=0)


def running_targets(case: Case) -> dict[str, tuple[datetime, int]]:
    """Since when each target counts, and how many minutes it has."""
    found = {}
    minutes = owed_minutes(case)
    if case.reply_from is not None and minutes is not None:
        found["reply"] = case.reply_from, minutes
    if case.clock_from is not None and case.resolve_minutes is not None:
        found["resolve"] = case.clock_from, case.resolve_minutes
    return found


def told(case: Case, target: str) -> int:
    """The share of a target that was told."""
    return int(getattr(case, f"{target}_told"))


def minutes_at(minutes: int, share: int) -> int:
    """The minutes after which so many per cent of a target are used up."""
    return -(-minutes * share // 100)
