"""The engine's calendars as those of a Microsoft Project XML file."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time

from lxml import etree

from rapport.engine.plan import Calendar, CalendarException, Periods, Recurrence, WorkWeek
from rapport.integrations.planfiles.mspdi_calendars import (
    DAILY,
    ITEMS,
    MONTHLY,
    MONTHLY_POSITION,
    WEEKLY,
    YEARLY,
    YEARLY_POSITION,
)
from rapport.integrations.planfiles.mspdi_write_values import NO_CALENDAR, Pairs, listed, record

END_OF_DAY = time(23, 59)
MIDNIGHT = 1440


def calendar(defined: Calendar, numbers: Mapping[str, str]) -> etree._Element:
    """One calendar with its week, exceptions and other weeks."""
    base = numbers.get(defined.base or "", NO_CALENDAR)
    pairs: Pairs = (
        ("UID", numbers[defined.uid]),
        ("Name", defined.name or None),
        ("IsBaseCalendar", base == NO_CALENDAR),
        ("BaseCalendarUID", base),
    )
    return record(
        "Calendar",
        pairs,
        listed("WeekDays", _days(defined.days)),
        listed("Exceptions", _exceptions(defined.exceptions)),
        listed("WorkWeeks", map(_work_week, defined.weeks)),
    )


def _days(days: Sequence[Periods | None]) -> Iterator[etree._Element]:
    """The days that differ from the base, Sunday first as type 1."""
    for kind in range(1, 8):
        periods = days[(kind + 5) % 7]
        if periods is not None:
            yield record(
                "WeekDay",
                (("DayType", kind), ("DayWorking", bool(periods))),
                _times(periods),
            )


def _times(periods: Periods) -> etree._Element | None:
    return listed(
        "WorkingTimes",
        (
            record("WorkingTime", (("FromTime", _clock(opens)), ("ToTime", _clock(closes))))
            for opens, closes in periods
        ),
    )


def _clock(minute: int) -> str:
    """The end of a day is written as its beginning."""
    hours, minutes = divmod(minute % MIDNIGHT, 60)
    return f"{hours:02}:{minutes:02}:00"


def _span(first: date, last: date) -> etree._Element:
    return record(
        "TimePeriod",
        (
            ("FromDate", datetime.combine(first, time())),
            ("ToDate", datetime.combine(last, END_OF_DAY)),
        ),
    )


def _exceptions(exceptions: Iterable[CalendarException]) -> Iterator[etree._Element]:
    for exception in exceptions:
        element = record("Exception", (("EnteredByOccurrences", False),))
        element.append(_span(exception.first, exception.last))
        tail = record(
            "Exception",
            (
                ("Name", exception.name or None),
                *_rule(exception.recurrence),
                ("DayWorking", bool(exception.periods)),
            ),
            _times(exception.periods),
        )
        element.extend(list(tail))
        yield element


def _rule(rule: Recurrence | None) -> Pairs:
    """How an exception comes back, as a type and what goes with it."""
    if rule is None:
        return (("Type", DAILY),)
    every = ("Period", rule.every)
    month = ("Month", (rule.month or 1) - 1)
    if rule.kind == "daily":
        return ("Type", DAILY), every
    if rule.kind == "weekly":
        return ("Type", WEEKLY), every, ("DaysOfWeek", _mask(rule.weekdays))
    is_yearly = rule.kind == "yearly"
    if rule.position is None:
        kind = YEARLY if is_yearly else MONTHLY
        day = ("MonthDay", rule.day or 1)
        return (("Type", kind), month, day) if is_yearly else (("Type", kind), every, day)
    place = ("MonthItem", _item(rule.weekdays)), ("MonthPosition", rule.position - 1)
    if is_yearly:
        return ("Type", YEARLY_POSITION), place[0], place[1], month
    return ("Type", MONTHLY_POSITION), every, *place


def _mask(weekdays: Iterable[int]) -> int:
    """Sunday is the lowest bit."""
    return sum(1 << (weekday + 1) % 7 for weekday in weekdays)


def _item(weekdays: frozenset[int]) -> int:
    wanted = weekdays or ITEMS[0]
    return next((item for item, days in ITEMS.items() if days == wanted), 0)


def _work_week(week: WorkWeek) -> etree._Element:
    return record(
        "WorkWeek", (), _span(week.first, week.last), listed("WeekDays", _days(week.days))
    )
