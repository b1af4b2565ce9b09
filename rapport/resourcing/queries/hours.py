"""When people work: a fixed number of queries, however many they are."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from rapport.calendars.queries import working_time
from rapport.engine.plan import Periods
from rapport.resourcing.models import Absence, WorkingShare
from rapport.resourcing.own_hours import Away, OwnHours
from rapport.workspaces.prepared import Question

_SHARES = Question(lambda: WorkingShare.objects.all())
_ABSENCES = Question(
    lambda first, last: (
        Absence.objects.between(first, last)
        .order_by("first", "pk")
        .values_list("member_id", "first", "last", "daily_minutes")
    )
)


@dataclass(frozen=True, slots=True)
class Everybody:
    """The hours of the workspace, and of people whose own differ; and people's roles."""

    workspace: OwnHours
    own: dict[int, OwnHours]
    roles: dict[int, str]

    def of(self, member: int) -> OwnHours:
        """The hours of one person."""
        return self.own.get(member, self.workspace)


def everybody(first: date, last: date, *, only: Collection[int] | None = None) -> Everybody:
    """When people work between two days; `only` these members."""
    week, holidays = working_time.week(), working_time.holidays()
    own = differing(week, holidays, first=first, last=last, only=only)
    rows = WorkingShare.objects.exclude(role="")
    if only is not None:
        rows = rows.filter(member__in=only)
    return Everybody(OwnHours(week, holidays), own, dict(rows.values_list("member_id", "role")))


def differing(
    week: Sequence[Periods],
    holidays: frozenset[date] = frozenset(),
    *,
    first: date,
    last: date,
    only: Collection[int] | None = None,
) -> dict[int, OwnHours]:
    """The hours of people who work a part of this week, or are away between two days, in two
    queries."""
    away: dict[int, list[Away]] = defaultdict(list)
    for member, *when in _ABSENCES(first, last):
        away[member].append(Away(*when))
    known = {row.member_id: row for row in _SHARES() if _differs(row)}
    if only is not None:
        known = {member: row for member, row in known.items() if member in only}
        away = defaultdict(list, {one: days for one, days in away.items() if one in only})
    return {
        member: _hours(week, holidays, known.get(member), away.get(member, []))
        for member in {*known, *away}
    }


def _differs(share: WorkingShare) -> bool:
    return bool(share.weekdays) or share.weekly_minutes is not None


def _hours(
    week: Sequence[Periods],
    holidays: frozenset[date],
    share: WorkingShare | None,
    away: list[Away],
) -> OwnHours:
    if share is None:
        return OwnHours(week, holidays, absences=tuple(away))
    days = frozenset(share.weekdays)
    return OwnHours(week, holidays, days, share.weekly_minutes, tuple(away))
