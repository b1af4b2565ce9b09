"""Moments of March 2026, whose second is a Monday, and where tasks stand."""

from datetime import UTC, datetime

from rapport.planning.models import ScheduleRow

NOW = datetime(2026, 3, 2, 7, tzinfo=UTC)


def at(day, hour):
    return datetime(2026, 3, day, hour, tzinfo=UTC)


def stored(task):
    """From when to when a task stands, as the plan was dated last."""
    row = ScheduleRow.objects.get(task=task)
    return row.start, row.finish
