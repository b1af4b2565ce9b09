"""On which days a recurring calendar exception falls."""

import calendar
from datetime import date

from rapport.engine.plan import Recurrence

LAST = 5  # the position that means "the last one of the month"


def falls_on(day: date, rule: Recurrence, since: date) -> bool:
    """Whether the rule, which began on `since`, names this day. `since` is not after `day`."""
    every = max(1, rule.every)
    if rule.kind == "daily":
        return (day - since).days % every == 0
    if rule.kind == "weekly":
        return day.weekday() in rule.weekdays and _weeks_between(since, day) % every == 0
    if rule.kind == "monthly":
        months = (day.year - since.year) * 12 + day.month - since.month
        return months % every == 0 and _fits_month(day, rule)
    in_month = rule.month is None or day.month == rule.month
    return in_month and (day.year - since.year) % every == 0 and _fits_month(day, rule)


def _weeks_between(since: date, day: date) -> int:
    """Calendar weeks from one date's week to another's; a week begins on Sunday."""
    return (day.toordinal() // 7) - (since.toordinal() // 7)


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
