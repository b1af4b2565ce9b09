"""The open workspace's working time, as the engines read it."""

from collections.abc import Iterable
from datetime import date, time

from rapport.calendars.models import Holiday, WorkingPeriod
from rapport.engine.business_time import OpeningHours
from rapport.engine.plan import Calendar, CalendarException, Periods
from rapport.workspaces.models import Workspace
from rapport.workspaces.prepared import Question

UID = "workspace"
# Nine to five, as long as the workspace has not said otherwise.
USUAL: Periods = ((540, 1020),)
USUAL_WEEK: tuple[Periods, ...] = (USUAL,) * 5 + ((), ())

_PERIODS = Question(
    lambda: WorkingPeriod.objects.order_by("weekday", "starts").values_list(
        "weekday", "starts", "ends"
    )
)
_HOLIDAYS = Question(lambda: Holiday.objects.values_list("day"))


def week() -> tuple[Periods, ...]:
    """The periods of each day in minutes after midnight, Monday first."""
    days = week_of(_PERIODS())
    return days if any(days) else USUAL_WEEK


def week_of(periods: Iterable[tuple[int, time, time]]) -> tuple[Periods, ...]:
    """The periods of each day, from (weekday, from, to) in order; Monday is 1."""
    days: list[list[tuple[int, int]]] = [[] for _ in range(7)]
    for weekday, starts, ends in periods:
        days[weekday - 1].append((_minute(starts), _minute(ends)))
    return tuple(_joined(day) for day in days)


def holidays() -> frozenset[date]:
    """The days on which nobody works."""
    return frozenset(day for (day,) in _HOLIDAYS())


def opening_hours(workspace: Workspace) -> OpeningHours:
    """What the clocks of cases count in."""
    return OpeningHours(days=week(), holidays=holidays(), zone=workspace.time_zone)


def working_calendar() -> Calendar:
    """What plans are scheduled in."""
    off = tuple(CalendarException(day, day) for day in sorted(holidays()))
    return Calendar(UID, days=week(), exceptions=off)


def _joined(periods: list[tuple[int, int]]) -> Periods:
    """Periods of a day that touch or overlap are one."""
    joined: list[tuple[int, int]] = []
    for start, end in periods:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)


def _minute(moment: time) -> int:
    """Minutes after midnight; a period to the last minute of the day ends with the day."""
    minute = moment.hour * 60 + moment.minute
    return 1440 if minute == 1439 else minute
