"""Calendars in words: when a week is worked, and what differs from it."""

from collections.abc import Sequence
from datetime import date
from itertools import groupby

from babel.dates import get_day_names
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from rapport.engine.plan import CalendarException, Periods, Recurrence
from rapport.ui.words import date_locale, day

DAY_MINUTES = 1440


def week(days: Sequence[Periods | None]) -> str:
    """Days that are alike are said once: "Mon–Fri 09:00–17:00 · Sat 09:00–12:00"."""
    said = []
    for periods, run in groupby(enumerate(days), key=lambda one: one[1]):
        if periods:
            numbers = [number for number, _periods in run]
            said.append(f"{_days(numbers[0], numbers[-1])} {hours(periods)}")
    return " · ".join(said) or _("no working time")


def weekdays(days: Sequence[Periods]) -> str:
    """The days on which anything is worked: "Mon–Wed, Fri"."""
    said = []
    for is_worked, run in groupby(enumerate(days), key=lambda one: bool(one[1])):
        if is_worked:
            numbers = [number for number, _periods in run]
            said.append(_days(numbers[0], numbers[-1]))
    return ", ".join(said)


def hours(periods: Periods) -> str:
    """The periods of a day: "09:00–12:00, 13:00–17:00"."""
    if periods == ((0, DAY_MINUTES),):
        return _("around the clock")
    return ", ".join(f"{_clock(first)}–{_clock(last)}" for first, last in periods)


def exception(one: CalendarException, today: date) -> str:
    """When an exception holds, and what is worked then: "24–26 Dec: day off"."""
    worked = hours(one.periods) if one.periods else _("day off")
    if one.recurrence is None:
        return f"{_span(one.first, one.last, today)}: {worked}"
    until = _("%(repeats)s, %(span)s") % {
        "repeats": repeats(one.recurrence, one.first),
        "span": _span(one.first, one.last, today),
    }
    return f"{until}: {worked}"


def repeats(rule: Recurrence, first: date) -> str:
    """How often an exception comes back."""
    if rule.kind == "daily":
        return _("every %(n)d days") % {"n": rule.every}
    if rule.kind == "weekly":
        names = ", ".join(_name(number) for number in sorted(rule.weekdays))
        if rule.every == 1:
            return _("every %(days)s") % {"days": names}
        return _("every %(n)d weeks on %(days)s") % {"n": rule.every, "days": names}
    if rule.kind == "monthly":
        return _("every month") if rule.every == 1 else _("every %(n)d months") % {"n": rule.every}
    return _("every year") if rule.every == 1 else _("every %(n)d years") % {"n": rule.every}


def comes_back(rule: Recurrence) -> str:
    """How often a task comes back, with the day of the month where it is one of several."""
    said = _("every day") if (rule.kind, rule.every) == ("daily", 1) else repeats(rule, date.min)
    if rule.kind != "monthly":
        return said
    if rule.position is None:
        return _("%(repeats)s on day %(n)d") % {"repeats": said, "n": rule.day or 1}
    working_day = pgettext("Monday to Friday", "weekday")
    names = working_day if len(rule.weekdays) > 1 else _name(next(iter(rule.weekdays)))
    place = _place(rule.position)
    return _("%(repeats)s on the %(place)s %(day)s") % {
        "repeats": said, "place": place, "day": names,
    }  # fmt: skip


def _place(position: int) -> str:
    places = {
        1: pgettext("day of the month", "first"), 2: pgettext("day of the month", "second"),
        3: pgettext("day of the month", "third"), 4: pgettext("day of the month", "fourth"),
        5: pgettext("day of the month", "last"),
    }  # fmt: skip
    return places[position]


def _span(first: date, last: date, today: date) -> str:
    if first == last:
        return day(first, today)
    return f"{day(first, today)} – {day(last, today)}"


def _days(first: int, last: int) -> str:
    return _name(first) if first == last else f"{_name(first)}–{_name(last)}"


def _name(weekday: int) -> str:
    return str(get_day_names("abbreviated", locale=date_locale())[weekday])


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"
