"""Who is there on the day that counts, and who stands in for those who are not."""

from datetime import date, datetime, timedelta, tzinfo

from rapport.calendars.queries import working_time
from rapport.engine.plan import Periods
from rapport.inbox.roster import Absent
from rapport.resourcing.models import Absence
from rapport.resourcing.own_hours import OwnHours
from rapport.resourcing.queries.hours import differing
from rapport.workspaces.prepared import Question

# Beyond that nobody waits for somebody to be back.
HORIZON = timedelta(days=60)
A_DAY = timedelta(days=1)
_DEPUTIES = Question(
    lambda day: (
        Absence.objects.between(day, day)
        .filter(deputy__isnull=False, daily_minutes=None)
        .order_by("pk")
        .values_list("member_id", "deputy_id")
    )
)


def absent(zone: tzinfo, at: datetime) -> dict[int, Absent]:
    """By member, those who do not work today; once work is over, on the next day on which the
    workspace works. So nobody is away at night, on a Sunday or on a holiday of all."""
    week, holidays = working_time.week(), working_time.holidays()
    day = _that_counts(at.astimezone(zone), OwnHours(week, holidays))
    hours = differing(week, holidays, first=day, last=day + HORIZON)
    away = {member: own for member, own in hours.items() if not own.minutes(day)}
    if not away:
        return {}
    deputies = dict(_DEPUTIES(day))
    return {
        member: Absent(_next_day(own, day), deputies.get(member), bool(own.ordinary(day)))
        for member, own in away.items()
    }


def _that_counts(now: datetime, everybody: OwnHours) -> date:
    """Today, as long as work is not over."""
    today = now.date()
    if _goes_on(everybody.periods(today), now.hour * 60 + now.minute):
        return today
    return _next_day(everybody, today) or today


def _goes_on(periods: Periods, minute: int) -> bool:
    return bool(periods) and minute < periods[-1][1]


def _next_day(hours: OwnHours, after: date) -> date | None:
    """The first day after that one on which they work."""
    days = (after + A_DAY * n for n in range(1, HORIZON.days + 1))
    return next((day for day in days if hours.minutes(day)), None)
