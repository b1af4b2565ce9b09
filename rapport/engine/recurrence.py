"""On which days something falls that comes back: an exception of a calendar, or a task."""

import calendar
from collections.abc import Iterator
from datetime import date, timedelta

from rapport.engine.plan import Recurrence

LAST = 5  # the position that means "the last one of the month"
MONDAY, SUNDAY = 0, 6


def days_of(
    rule: Recurrence, since: date, until: date, *, week_opens: int = MONDAY
) -> Iterator[date]:
    """The days that a rule names from one day to another, in their order.

    Which weeks count where the rule leaves some out depends on the day a week opens with
    (RFC 5545, 3.3.10: WKST, Monday unless it is said otherwise).
    """
    step = timedelta(days=max(1, rule.every) if rule.kind == "daily" else 1)
    day = since
    while day <= until:
        if falls_on(day, rule, since, week_opens=week_opens):
            yield day
        if until - day < step:
            return
        day += step


def falls_on(day: date, rule: Recurrence, since: date, *, week_opens: int = SUNDAY) -> bool:
    """Whether the rule, which began on `since`, names this day. `since` is not after `day`.

    In calendars of Microsoft Project a week opens with its Sunday.
    """
    every = max(1, rule.every)
    if rule.kind == "daily":
        return (day - since).days % every == 0
    if rule.kind == "weekly":
        weeks = _weeks_between(since, day, week_opens)
        return day.weekday() in rule.weekdays and weeks % every == 0
    if rule.kind == "monthly":
        months = (day.year - since.year) * 12 + day.month - since.month
        return months % every == 0 and _fits_month(day, rule)
    in_month = rule.month is None or day.month == rule.month
    return in_month and (day.year - since.year) % every == 0 and _fits_month(day, rule)


def _weeks_between(since: date, day: date, opens: int) -> int:
    """Calendar weeks from one date's week to another's. The first day of all was a Monday."""
    return (day.toordinal() - 1 - opens) // 7 - (since.toordinal() - 1 - opens) // 7


def _fits_month(day: date, rule: Recurrence) -> bool:
    length = calendar.monthrange(day.year, day.month)[1]
    if rule.position is None:
        return day.day == min(rule.day or 1, length)
    wanted = rule.weekdays or frozenset(range(7))
    if day.weekday() not in wanted:
        return False
    first = date(day.year, day.month, 1).weekday()
    among = [number for number in range(1, length + 1) if (first + number - 1) % 7 in wanted]
    if rule.position >= LAST:
        return day.day == among[-1]
    return rule.position <= len(among) and day.day == among[rule.position - 1]
