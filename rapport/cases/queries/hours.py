"""The workspace's business hours as the engine reads them."""

from datetime import time

from rapport.calendars.models import Holiday, WorkingPeriod
from rapport.engine.business_time import OpeningHours
from rapport.workspaces.models import Workspace


def opening_hours(workspace: Workspace) -> OpeningHours:
    """Working periods and holidays; office hours where no period was set."""
    days: list[list[tuple[int, int]]] = [[] for _ in range(7)]
    for weekday, starts, ends in WorkingPeriod.objects.order_by("starts").values_list(
        "weekday", "starts", "ends"
    ):
        days[weekday - 1].append((_minute(starts), _minute(ends)))
    holidays = frozenset(Holiday.objects.values_list("day", flat=True))
    if not any(days):
        return OpeningHours(holidays=holidays, zone=workspace.time_zone)
    week = tuple(tuple(periods) for periods in days)
    return OpeningHours(days=week, holidays=holidays, zone=workspace.time_zone)


def _minute(at: time) -> int:
    return at.hour * 60 + at.minute
