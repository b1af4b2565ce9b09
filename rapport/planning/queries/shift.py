"""How far apart two moments of a plan are, in the working days of its calendar."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import accumulate

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rapport.engine.ticks import day_number
from rapport.planning.queries.frame import Frame
from rapport.ui.words import working_duration


@dataclass(frozen=True, slots=True, order=True)
class Shift:
    """From one moment to a later one, negative to an earlier one: working days and minutes.

    Within a day there are minutes alone.
    """

    days: int = 0
    minutes: int = 0

    def __bool__(self) -> bool:
        return bool(self.days or self.minutes)

    def __abs__(self) -> "Shift":
        return Shift(abs(self.days), abs(self.minutes))

    @property
    def is_late(self) -> bool:
        """Whether the second moment is the later one."""
        return (self.days or self.minutes) > 0

    def __str__(self) -> str:
        """ "3 days later", "2 hr earlier"; nothing where nothing moved."""
        if self.days > 0:
            return ngettext("%(n)s day later", "%(n)s days later", self.days) % {"n": self.days}
        if self.days:
            said = ngettext("%(n)s day earlier", "%(n)s days earlier", -self.days)
            return said % {"n": -self.days}
        if not self.minutes:
            return ""
        said = _("%(time)s later") if self.is_late else _("%(time)s earlier")
        return said % {"time": working_duration(self.minutes)}


NONE = Shift()


class Distance:
    """Measures between some moments, all of which are told beforehand; local times."""

    def __init__(self, frame: Frame, moments: Iterable[datetime]) -> None:
        days = [day_number(moment.date()) for moment in moments] or [0]
        self._first = min(days)
        is_worked = frame.calendars.days(frame.own)
        self._worked = list(
            accumulate(bool(is_worked(day)) for day in range(self._first, max(days) + 1))
        )
        self.calendar = frame.calendar()

    def between(self, was: datetime, now: datetime) -> Shift:
        """From one of the moments to another."""
        if was == now:
            return NONE
        minutes = round(self.calendar.minutes_between(was, now))
        return Shift(self._until(now) - self._until(was), minutes)

    def _until(self, moment: datetime) -> int:
        return self._worked[day_number(moment.date()) - self._first]
