"""The calendar of one person: a calendar less what the person does not work of it."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from rapport.engine.plan import Calendar, CalendarException, Periods, WorkWeek
from rapport.resourcing.own_hours import Away, OwnHours, minutes_of, shortened

A_DAY = timedelta(days=1)
MONDAY = date(1970, 1, 5)


def own_calendar(uid: str, base: str, hours: OwnHours) -> Calendar:
    """What `hours` leave of the calendar `base`, whose usual week they are reckoned from.

    A day that the person works like everybody is taken from the base, and so are holidays and
    special days. Of a special week of the base only such days are.
    """
    days = [hours.ordinary(MONDAY + number * A_DAY) for number in range(7)]
    return Calendar(
        uid,
        days=tuple(
            None if own == usual else own for own, usual in zip(days, hours.week, strict=True)
        ),
        exceptions=tuple(
            CalendarException(away.first, away.last)
            for away in hours.absences
            if away.daily_minutes is None
        ),
        weeks=tuple(_shorter(days, hours.absences)),
        base=base,
    )


def _shorter(days: Sequence[Periods], absences: Iterable[Away]) -> Iterator[WorkWeek]:
    """The stretches in which so many minutes of each day are missing."""
    partial = [away for away in absences if away.daily_minutes is not None]
    edges = sorted({day for away in partial for day in (away.first, away.last + A_DAY)})
    for first, after in zip(edges, edges[1:], strict=False):
        missing = sum(one.daily_minutes or 0 for one in partial if one.first <= first <= one.last)
        if missing:
            left = tuple(shortened(day, minutes_of(day) - missing) for day in days)
            yield WorkWeek(first, after - A_DAY, left)
