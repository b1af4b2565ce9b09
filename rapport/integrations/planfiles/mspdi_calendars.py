"""Calendars of a Microsoft Project XML file as the engine's definitions."""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice

from rapport.engine.plan import (
    OFFICE_DAY,
    OFFICE_WEEK,
    Calendar,
    CalendarException,
    Periods,
    Recurrence,
    WorkWeek,
)
from rapport.engine.recurrence import days_of
from rapport.integrations.planfiles.mspdi_elements import Fields
from rapport.integrations.planfiles.mspdi_values import flag, whole, within_reach
from rapport.integrations.planfiles.records import Refusal
from rapport.integrations.planfiles.wording import gettext_noop as _

NO_CALENDAR = ("", "-1")
SUNDAY = 6  # with which a week opens in Microsoft Project
MOST_TIMES = 1_000  # beyond, the date that the file gives beside them counts

BEYOND = _("Plans reach from 1950 to 2200: the days beyond are not taken over.")
NO_DAYS = _("The exception names no days.")

# Recurrence types: 1 daily, 2/3 yearly by day/position, 4/5 monthly by day/position, 6 weekly,
# 7 daily by count. Month items: 0 day, 1 weekday, 2 weekend day, 3 to 9 Sunday to Saturday.
DAILY, YEARLY, YEARLY_POSITION, MONTHLY, MONTHLY_POSITION, WEEKLY = 1, 2, 3, 4, 5, 6
ITEMS = {
    0: frozenset(range(7)),
    1: frozenset(range(5)),
    2: frozenset({5, 6}),
    **{3 + item: frozenset({(item + 6) % 7}) for item in range(7)},
}


def calendars(records: Iterable[Fields]) -> tuple[Calendar, ...]:
    """All calendars of the file."""
    listed = list(records)
    known = {fields.values.get("UID", "") for fields in listed} - set(NO_CALENDAR)
    return tuple(_calendar(fields, known) for fields in listed)


def _calendar(fields: Fields, known: set[str]) -> Calendar:
    """One of them. Where its base is not in the file, it stands on the usual week."""
    base = fields.values.get("BaseCalendarUID", "")
    derived = base in known and not flag(fields, "IsBaseCalendar")
    days = fields.all("WeekDays", "WeekDay")
    return Calendar(
        uid=fields.values.get("UID", ""),
        name=fields.values.get("Name", ""),
        days=_week(days, derived=derived),
        exceptions=tuple(_exceptions(fields, days)),
        weeks=tuple(_work_weeks(fields)),
        base=base if derived else None,
    )


def _week(days: list[Fields], *, derived: bool) -> tuple[Periods | None, ...]:
    """Monday to Sunday. A day that is not listed is inherited, or the usual one."""
    week: list[Periods | None] = [None] * 7 if derived else list(OFFICE_WEEK)
    for day in days:
        kind = whole(day, "DayType")
        if 1 <= kind <= 7:
            week[(kind + 5) % 7] = _periods(day)
    return tuple(week)


def _periods(fields: Fields) -> Periods:
    """The periods of a day; a working day that names none has the usual ones."""
    if not flag(fields, "DayWorking"):
        return ()
    found = []
    for time in fields.all("WorkingTimes", "WorkingTime"):
        opens = _minute(time.values.get("FromTime", ""))
        closes = _minute(time.values.get("ToTime", "")) or 1440
        if opens is not None and opens < closes:
            found.append((opens, closes))
    return _disjoint(sorted(found)) or OFFICE_DAY


def _disjoint(periods: list[tuple[int, int]]) -> Periods:
    merged: list[tuple[int, int]] = []
    for opens, closes in periods:
        if merged and opens <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], closes))
        else:
            merged.append((opens, closes))
    return tuple(merged)


def _minute(text: str) -> int | None:
    hours, _colon, rest = text.strip().partition(":")
    minutes = rest.partition(":")[0]
    if not (hours.isdigit() and minutes.isdigit()):
        return None
    return min(int(hours) * 60 + int(minutes), 1440)


def _exceptions(fields: Fields, days: list[Fields]) -> Iterable[CalendarException]:
    """The exceptions; files older than 2007 keep them among the weekdays, as type 0."""
    for item in fields.all("Exceptions", "Exception"):
        span = _dates(item)
        if span:
            first, rule = span[0], _recurrence(item)
            last = _last_time(item, rule, *span)
            name = item.values.get("Name", "")
            yield CalendarException(first, last, _periods(item), rule, name)
    for day in days:
        span = _dates(day) if whole(day, "DayType", 1) == 0 else None
        if span:
            yield CalendarException(*span, _periods(day))


def _last_time(item: Fields, rule: Recurrence | None, first: date, last: date) -> date:
    """The day of the last time, where the exception says how often it comes back."""
    often = whole(item, "Occurrences") if flag(item, "EnteredByOccurrences") else 0
    if not 0 < often <= MOST_TIMES:
        return last
    days = days_of(rule or Recurrence(), first, last, week_opens=SUNDAY)
    return next(islice(days, often - 1, None), last)


def doubts(records: Iterable[Fields]) -> Iterator[Refusal]:
    """Exceptions that name no days, or days beyond those that a plan can have."""
    for fields in records:
        for item in fields.all("Exceptions", "Exception"):
            found = _dates(item)
            for period in item.all("TimePeriod"):
                said = [period.values.get(name, "")[:10] for name in ("FromDate", "ToDate")]
                held = [day.isoformat() for day in found or ()]
                if found is None or said != held:
                    reason = BEYOND if found else NO_DAYS
                    name = fields.values.get("Name", "")
                    yield Refusal(None, name, " – ".join(said), reason)  # noqa: RUF001


def _dates(fields: Fields) -> tuple[date, date] | None:
    """From which day to which, as far as plans reach."""
    for period in fields.all("TimePeriod"):
        first, last = (within_reach(period, name) for name in ("FromDate", "ToDate"))
        if first and last and first <= last:
            return first.date(), last.date()
    return None


def _recurrence(fields: Fields) -> Recurrence | None:
    kind = whole(fields, "Type")
    every = max(1, whole(fields, "Period", 1))
    month = whole(fields, "Month") + 1
    day = whole(fields, "MonthDay", 1)
    position = whole(fields, "MonthPosition") + 1
    items = ITEMS.get(whole(fields, "MonthItem"), frozenset())
    if kind == YEARLY:
        return Recurrence("yearly", day=day, month=month)
    if kind == YEARLY_POSITION:
        return Recurrence("yearly", weekdays=items, position=position, month=month)
    if kind == MONTHLY:
        return Recurrence("monthly", every, day=day)
    if kind == MONTHLY_POSITION:
        return Recurrence("monthly", every, weekdays=items, position=position)
    if kind == WEEKLY:
        return Recurrence("weekly", every, weekdays=_weekdays(whole(fields, "DaysOfWeek")))
    return Recurrence("daily", every) if every > 1 else None


def _weekdays(mask: int) -> frozenset[int]:
    """Sunday is the lowest bit."""
    return frozenset((bit + 6) % 7 for bit in range(7) if mask >> bit & 1)


def _work_weeks(fields: Fields) -> Iterable[WorkWeek]:
    for week in fields.all("WorkWeeks", "WorkWeek"):
        span = _dates(week)
        days = week.all("WeekDays", "WeekDay")
        if span and days:
            yield WorkWeek(*span, _week(days, derived=True))
