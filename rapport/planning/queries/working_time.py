"""The workspace's working time as a calendar of the planning engine."""

from datetime import time

from rapport.calendars.models import Holiday, WorkingPeriod
from rapport.engine.plan import Calendar, CalendarException, Periods

UID = "workspace"
# Nine to five, as long as the workspace has not said otherwise.
USUAL: Periods = ((540, 1020),)
USUAL_WEEK: tuple[Periods, ...] = (USUAL,) * 5 + ((), ())


def working_calendar() -> Calendar:
    """The calendar of the open workspace."""
    rows = WorkingPeriod.objects.order_by("weekday", "starts")
    periods = rows.values_list("weekday", "starts", "ends")
    week: list[list[tuple[int, int]]] = [[] for _ in range(7)]
    for weekday, starts, ends in periods:
        week[weekday - 1].append((_minute(starts), _minute(ends)))
    days = tuple(_joined(day) for day in week) if any(week) else USUAL_WEEK
    return Calendar(UID, days=days, exceptions=_holidays())


def _holidays() -> tuple[CalendarException, ...]:
    days = Holiday.objects.values_list("day", flat=True)
    return tuple(CalendarException(day, day) for day in days)


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
