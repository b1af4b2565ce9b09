"""The days of a task that comes back, and what another rule does to those that are there."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from rapport.engine.plan import Recurrence
from rapport.engine.recurrence import days_of

OnDayOff = Literal["skip", "before", "after"]
IsWorked = Callable[[date], bool]
A_DAY, A_YEAR = timedelta(days=1), 366


class TooMany(ValueError):
    """More days than there may be."""


@dataclass(frozen=True, slots=True)
class Series:
    """A rule from a day on, until another day or so many times, whichever comes first.

    A day on which nobody works is left out, or gives way to the working day before or after it.
    """

    rule: Recurrence
    since: date
    until: date
    times: int | None = None
    on_day_off: OnDayOff = "after"


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands on a day already; what is fixed stays there."""

    key: int
    day: date
    is_fixed: bool


@dataclass(frozen=True, slots=True)
class Rearranged:
    """What goes to another day, what is new, and what goes away."""

    moved: Mapping[int, date]
    made: tuple[date, ...]
    removed: tuple[int, ...]


def series_days(
    series: Series, is_worked: IsWorked, *, most: int, after: date | None = None, gone: int = 0
) -> list[date]:
    """The days of a series, each once; those after a day only, where `gone` are spent already.

    Raises `TooMany` when there are more than `most`.
    """
    left = most + 1 - gone if series.times is None else min(series.times, most + 1) - gone
    found: list[date] = []
    for named in days_of(series.rule, series.since, series.until):
        if len(found) >= left:
            break
        day = _settled(named, series.on_day_off, is_worked)
        if day and (after is None or day > after) and (not found or day > found[-1]):
            found.append(day)
    if len(found) + gone > most:
        raise TooMany
    return found


def rearranged(standing: Collection[Standing], wanted: Sequence[date]) -> Rearranged:
    """Let what stands there follow other days, with as few changes as it takes.

    What stands on a wanted day stays. The others go, in their order, to the days that are left;
    what is fixed stays and takes the place of one of them beside it. Then some are new or go away.
    """
    left = list(wanted)
    for one in standing:
        if one.day in left:
            left.remove(one.day)
    step = _step(wanted)
    moved, removed = {}, []
    for one in sorted(standing, key=lambda one: one.day):
        if one.day in wanted:
            continue
        if one.is_fixed:
            if near := _beside(one.day, left, step):
                left.remove(near)
        elif left:
            moved[one.key] = left.pop(0)
        else:
            removed.append(one.key)
    return Rearranged(moved, tuple(left), tuple(removed))


def _settled(day: date, on_day_off: OnDayOff, is_worked: IsWorked) -> date | None:
    """The day itself where it is worked, else what stands for it."""
    if is_worked(day):
        return day
    if on_day_off == "skip":
        return None
    return next(filter(is_worked, _away_from(day, on_day_off)), day)


def _away_from(day: date, on_day_off: OnDayOff) -> Iterator[date]:
    step = -A_DAY if on_day_off == "before" else A_DAY
    for number in range(1, A_YEAR):
        yield day + step * number


def _step(wanted: Sequence[date]) -> timedelta:
    """The shortest way from one wanted day to the next."""
    gaps = [after - before for before, after in zip(wanted, wanted[1:], strict=False)]
    return min(gaps, default=timedelta(days=A_YEAR))


def _beside(day: date, days: Sequence[date], step: timedelta) -> date | None:
    """The nearest of some days, if it is less than a step away."""
    near = min(days, key=lambda other: abs(other - day), default=None)
    return near if near is not None and abs(near - day) < step else None
