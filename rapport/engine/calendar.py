"""Working calendars: from the definitions in a plan to arithmetic on working time.

`WorkCalendar` is the face for everyone (naive local datetimes, minutes); the scheduler takes
the `WorkTable` beneath it and counts in ticks.
"""

from collections.abc import Iterable
from datetime import date, datetime
from functools import reduce

from rapport.engine import ticks
from rapport.engine.plan import Calendar, CalendarException, Periods, PlanError, WorkWeek
from rapport.engine.recurrence import falls_on
from rapport.engine.worktable import WorkTable

YEAR = 366
SHORT = 400  # days up to which an exception is kept day by day


class Days:
    """Which periods are worked on a day, after base calendar, weeks and exceptions."""

    __slots__ = ("_base", "_calendar", "_known", "_long", "_weeks")

    def __init__(self, calendar: Calendar, base: "Days | None") -> None:
        self._calendar, self._base = calendar, base
        self._known: dict[int, Periods] = {}
        self._long: list[tuple[int, int, CalendarException]] = []
        self._weeks: list[tuple[int, int, WorkWeek]] = [
            (ticks.day_number(week.first), ticks.day_number(week.last), week)
            for week in calendar.weeks
        ]
        for exception in calendar.exceptions:
            self._remember(exception)

    def _remember(self, exception: CalendarException) -> None:
        first, last = ticks.day_number(exception.first), ticks.day_number(exception.last)
        if exception.recurrence is None and last - first <= SHORT:
            for day in range(first, last + 1):
                self._known.setdefault(day, exception.periods)
        else:
            self._long.append((first, last, exception))

    def exceptional(self, day: int) -> Periods | None:
        """The periods an exception gives this day, ours before the base calendar's."""
        found = self._known.get(day)
        if found is not None:
            return found
        for first, last, exception in self._long:
            if first <= day <= last and _applies(exception, day):
                return exception.periods
        return self._base.exceptional(day) if self._base else None

    def ordinary(self, day: int) -> Periods:
        """The periods of the week this day is in."""
        weekday = (day + ticks.MONDAY_SHIFT) % 7
        for first, last, week in self._weeks:
            if first <= day <= last:
                periods = week.days[weekday]
                if periods is not None:
                    return periods
        periods = self._calendar.days[weekday]
        if periods is not None:
            return periods
        return self._base.ordinary(day) if self._base else ()

    def usual(self, weekday: int) -> Periods:
        """The periods of a weekday (Monday is 0) in the ordinary week."""
        periods = self._calendar.days[weekday]
        if periods is not None:
            return periods
        return self._base.usual(weekday) if self._base else ()

    def unusual(self, first: int, last: int) -> set[int]:
        """The days from `first` up to `last` that may differ from the ordinary week."""
        days = {day for day in self._known if first <= day < last}
        for since, until, _ in (*self._long, *self._weeks):
            days.update(range(max(first, since), min(last, until + 1)))
        return days | self._base.unusual(first, last) if self._base else days

    def __call__(self, day: int) -> Periods:
        """The periods worked on a day number."""
        found = self.exceptional(day)
        return self.ordinary(day) if found is None else found


def _applies(exception: CalendarException, day: int) -> bool:
    rule = exception.recurrence
    return rule is None or falls_on(ticks.day_of(day), rule, exception.first)


def overlap(one: Periods, other: Periods) -> Periods:
    """The time that is in both days."""
    common = []
    for start, end in one:
        for opens, closes in other:
            first, last = max(start, opens), min(end, closes)
            if first < last:
                common.append((first, last))
    return tuple(common)


class Calendars:
    """All calendars of a plan; each is compiled at its first use."""

    def __init__(self, definitions: Iterable[Calendar]) -> None:
        self._definitions = {definition.uid: definition for definition in definitions}
        self._days: dict[str, Days] = {}
        self._tables: dict[tuple[str, ...], WorkTable] = {}
        self._shared: dict[tuple[str, str], bool] = {}

    def __contains__(self, uid: str) -> bool:
        return uid in self._definitions

    def days(self, uid: str) -> Days:
        """The days of a calendar, its bases resolved."""
        if uid not in self._days:
            for step in reversed(self._lineage(uid)):
                definition = self._definitions[step]
                base = self._days.get(definition.base) if definition.base else None
                self._days.setdefault(step, Days(definition, base))
        return self._days[uid]

    def _lineage(self, uid: str) -> list[str]:
        """The calendar and its bases, nearest first."""
        if uid not in self._definitions:
            raise PlanError(f"The plan names a calendar “{uid}” that it does not contain.")
        line: list[str] = []
        step: str | None = uid
        while step is not None and step in self._definitions:
            if step in line:
                name = self._definitions[uid].name or uid
                raise PlanError(f"The calendar “{name}” is based on itself.")
            line.append(step)
            step = self._definitions[step].base
        return line

    def table(self, *uids: str) -> WorkTable:
        """The working time that all these calendars have in common."""
        key = uids if len(uids) == 1 else tuple(sorted(set(uids)))
        if key not in self._tables:
            self._tables[key] = WorkTable(self._common(key), self._definitions[key[0]].name)
        return self._tables[key]

    def shared(self, task: str, resource: str, since: date) -> WorkTable:
        """The time in which a resource can work on a task with a calendar of its own.

        Where the two have no time in common within a year, the task's calendar decides.
        """
        table = self.table(task, resource)
        if (task, resource) not in self._shared:
            common = self._common(tuple(sorted({task, resource})))
            first = ticks.day_number(since)
            self._shared[task, resource] = any(common(first + day) for day in range(YEAR))
        return table if self._shared[task, resource] else self.table(task)

    def _common(self, key: tuple[str, ...]) -> "Days | CommonDays":
        days = [self.days(uid) for uid in key]
        return days[0] if len(days) == 1 else CommonDays(days)

    def calendar(self, uid: str) -> "WorkCalendar":
        """A calendar to reckon with in datetimes."""
        return WorkCalendar(self.table(uid))


class CommonDays:
    """The periods several calendars share."""

    def __init__(self, days: list[Days]) -> None:
        self._days = days

    def __call__(self, day: int) -> Periods:
        """The shared periods of a day number."""
        return reduce(overlap, (days(day) for days in self._days))

    def usual(self, weekday: int) -> Periods:
        """The shared periods of a weekday (Monday is 0) in the ordinary weeks."""
        return reduce(overlap, (days.usual(weekday) for days in self._days))

    def unusual(self, first: int, last: int) -> set[int]:
        """The days from `first` up to `last` that may differ from that."""
        return set().union(*(days.unusual(first, last) for days in self._days))


class WorkCalendar:
    """Working-time arithmetic on naive local datetimes."""

    def __init__(self, table: WorkTable) -> None:
        self._table = table

    @classmethod
    def of(cls, definition: Calendar) -> "WorkCalendar":
        """The calendar of one definition that stands alone."""
        return cls(WorkTable(Days(definition, None), definition.name))

    def add(self, moment: datetime, minutes: float) -> datetime:
        """The moment so many working minutes later, or earlier when negative.

        Work that ends with a period ends there, not at the next period's beginning.
        """
        amount = ticks.from_minutes(minutes)
        if not amount:
            return moment
        done = self._table.worked(ticks.from_datetime(moment)) + amount
        reached = self._table.finish_of(done) if amount > 0 else self._table.start_of(done)
        return ticks.to_datetime(reached)

    def minutes_between(self, start: datetime, finish: datetime) -> float:
        """Working minutes from start to finish; negative when finish comes first."""
        worked = self._table.worked
        return ticks.to_minutes(
            worked(ticks.from_datetime(finish)) - worked(ticks.from_datetime(start))
        )

    def next_working(self, moment: datetime) -> datetime:
        """This moment if work can begin now, else the next moment at which it can."""
        table = self._table
        return ticks.to_datetime(table.start_of(table.worked(ticks.from_datetime(moment))))

    def previous_working(self, moment: datetime) -> datetime:
        """This moment if work can end now, else the last moment before at which it could."""
        table = self._table
        return ticks.to_datetime(table.finish_of(table.worked(ticks.from_datetime(moment))))
