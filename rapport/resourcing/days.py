"""Days and weeks of the workspace, wherever the reader is."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from rapport.workspaces.models import Workspace

A_WEEK = timedelta(days=7)


def today_of(workspace: Workspace, *, at: datetime) -> date:
    """The workspace's day of a moment."""
    return at.astimezone(ZoneInfo(workspace.time_zone)).date()


def monday_of(day: date) -> date:
    """The first day of the week a day is in."""
    return day - timedelta(days=day.weekday())


def name_of(day: date) -> str:
    """The ISO week of a day, as addresses name it: 2026-W49."""
    year, week, _weekday = day.isocalendar()
    return f"{year}-W{week:02}"


def named(week: str) -> date | None:
    """The Monday of a named week; None when the name is none."""
    year, sign, number = week.partition("-W")
    digits = year + number
    if not sign or not (digits.isascii() and digits.isdecimal()) or len(digits) != 6:
        return None
    try:
        return date.fromisocalendar(int(year), int(number), 1)
    except ValueError:
        return None
