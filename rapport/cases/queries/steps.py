"""The targets of a case, and at which shares of their time something is to be told."""

from collections.abc import Iterable
from datetime import datetime

from rapport.cases.models import Case
from rapport.cases.queries.course import owed_minutes
from rapport.engine.business_time import OpeningHours
from rapport.engine.service_level import Clock, due, elapsed


def running_targets(case: Case) -> dict[str, tuple[datetime, int]]:
    """Since when each target counts, and how many minutes it has."""
    found = {}
    if case.acknowledge_from and case.acknowledge_minutes is not None and not case.acknowledged_at:
        found["acknowledge"] = case.acknowledge_from, case.acknowledge_minutes
    minutes = owed_minutes(case)
    if case.reply_from is not None and minutes is not None:
        found["reply"] = case.reply_from, minutes
    if case.clock_from is not None and case.resolve_minutes is not None:
        found["resolve"] = case.clock_from, case.resolve_minutes
    return found


def next_step(
    case: Case, clock: Clock, hours: OpeningHours, shares: Iterable[int]
) -> datetime | None:
    """When there is something to be told again."""
    steps, moments = sorted(shares), []
    for target, (since, minutes) in running_targets(case).items():
        ahead = [share for share in steps if share > told(case, target)]
        if ahead:
            moments.append(due(clock.since(since), minutes_at(minutes, ahead[0]), hours))
    return min((at for at in moments if at is not None), default=None)


def passed(
    case: Case, clock: Clock, hours: OpeningHours, shares: Iterable[int], at: datetime
) -> dict[str, int]:
    """The highest share of each target that has passed and was not told."""
    found = {}
    for target, (since, minutes) in running_targets(case).items():
        ran = elapsed(clock.since(since), hours, at)
        unsaid = [share for share in shares if share > told(case, target)]
        share = max((one for one in unsaid if minutes_at(minutes, one) <= ran), default=0)
        if share:
            found[target] = share
    return found


def used(case: Case, clock: Clock, hours: OpeningHours, at: datetime) -> dict[str, int]:
    """How many whole per cent of each target are used up; of one without a minute all."""
    return {
        target: elapsed(clock.since(since), hours, at) * 100 // minutes if minutes else 100
        for target, (since, minutes) in running_targets(case).items()
    }


def told(case: Case, target: str) -> int:
    """The share of a target that was told."""
    return int(getattr(case, f"{target}_told"))


def minutes_at(minutes: int, share: int) -> int:
    """The minutes after which so many per cent of a target are used up."""
    return -(-minutes * share // 100)
