"""A calendar as its row keeps it, and back to the engine's definition."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from rapport.engine.plan import Calendar, CalendarException, Periods, Recurrence, WorkWeek

Days = Sequence[Periods | None]
Written = list[list[list[int]] | None]


def written(calendar: Calendar) -> dict[str, Any]:
    """Days, weeks and exceptions as plain JSON."""
    return {
        "days": written_days(calendar.days),
        "weeks": [
            {
                "first": week.first.isoformat(),
                "last": week.last.isoformat(),
                "days": written_days(week.days),
            }
            for week in calendar.weeks
        ],
        "exceptions": [written_exception(exception) for exception in calendar.exceptions],
    }


def read(
    uid: str, name: str, values: tuple[Written, list[Any], list[Any]], base: str | None
) -> Calendar:
    """The engine's definition; `values` are days, weeks and exceptions."""
    days, weeks, exceptions = values
    return Calendar(
        uid=uid,
        name=name,
        days=read_days(days),
        exceptions=tuple(map(read_exception, exceptions)),
        weeks=tuple(
            WorkWeek(
                date.fromisoformat(week["first"]),
                date.fromisoformat(week["last"]),
                read_days(week["days"]),
            )
            for week in weeks
        ),
        base=base,
    )


def written_days(days: Days) -> Written:
    """A week as lists; None stays."""
    return [None if periods is None else [list(period) for period in periods] for periods in days]


def read_days(days: Written) -> tuple[Periods | None, ...]:
    """The same week for the engine."""
    return tuple(None if periods is None else read_periods(periods) for periods in days)


def read_periods(periods: Sequence[Sequence[int]]) -> Periods:
    """Periods of a day."""
    return tuple((first, last) for first, last in periods)


def written_exception(exception: CalendarException) -> dict[str, Any]:
    """An exception as plain JSON; `repeats` only where it comes back."""
    rule = exception.recurrence
    written = {
        "name": exception.name,
        "first": exception.first.isoformat(),
        "last": exception.last.isoformat(),
        "periods": [list(period) for period in exception.periods],
    }
    if rule is None:
        return written
    said = {name: value for name, value in asdict(rule).items() if value is not None}
    return written | {"repeats": said | {"weekdays": sorted(rule.weekdays)}}


def read_exception(written: dict[str, Any]) -> CalendarException:
    """The same exception for the engine."""
    repeats = written.get("repeats")
    rule = None
    if repeats:
        rule = Recurrence(**(repeats | {"weekdays": frozenset(repeats["weekdays"])}))
    return CalendarException(
        date.fromisoformat(written["first"]),
        date.fromisoformat(written["last"]),
        read_periods(written["periods"]),
        rule,
        written["name"],
    )
