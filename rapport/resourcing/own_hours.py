"""When one person works, as plain values: the workspace's hours less what is not worked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from rapport.engine.plan import Periods


@dataclass(frozen=True, slots=True)
class Away:
    """Days on which somebody is not there, or so many minutes of each not."""

    first: date
    last: date
    daily_minutes: int | None = None


@dataclass(frozen=True)
class OwnHours:
    """The workspace's week and holidays, the person's part of the week, their absences."""

    week: Sequence[Periods]
    holidays: frozenset[date]
    weekdays: frozenset[int] = frozenset()
    weekly_minutes: int | None = None
    absences: Sequence[Away] = ()

    def periods(self, day: date) -> Periods:
        """What is worked on a day. Of a day that is worked in part, the end is free."""
        ordinary = self.ordinary(day)
        away = [one for one in self.absences if one.first <= day <= one.last]
        if any(one.daily_minutes is None for one in away):
            return ()
        missing = sum(one.daily_minutes or 0 for one in away)
        return shortened(ordinary, minutes_of(ordinary) - missing) if missing else ordinary

    def ordinary(self, day: date) -> Periods:
        """The same without absences."""
        if day in self.holidays or not self._works(day):
            return ()
        periods = self.week[day.weekday()]
        if self.weekly_minutes is None:
            return periods
        whole = sum(minutes_of(self.week[n]) for n in range(7) if self._is_own(n))
        share = self.weekly_minutes / whole if whole else 0
        return shortened(periods, round(minutes_of(periods) * share))

    def minutes(self, day: date) -> int:
        """How much is worked on a day."""
        return minutes_of(self.periods(day))

    def _works(self, day: date) -> bool:
        return self._is_own(day.weekday())

    def _is_own(self, weekday: int) -> bool:
        return not self.weekdays or weekday + 1 in self.weekdays


def minutes_of(periods: Periods) -> int:
    """How long these periods are together."""
    return sum(end - start for start, end in periods)


def shortened(periods: Periods, minutes: int) -> Periods:
    """The first so many minutes of a day."""
    kept: list[tuple[int, int]] = []
    for start, end in periods:
        if minutes <= 0:
            break
        kept.append((start, min(end, start + minutes)))
        minutes -= end - start
    return tuple(kept)
