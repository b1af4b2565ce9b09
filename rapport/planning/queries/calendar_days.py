"""What the days of a plan's calendar are: worked, taken off, and what they are called."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from rapport.calendars.models import Holiday
from rapport.engine.ticks import day_number
from rapport.lib.keys import key_of
from rapport.lib.reader import Reader
from rapport.planning.queries.frame import frame_of
from rapport.projects.models import Project
from rapport.resourcing.models import Absence


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """A day; `note` says why nobody works then, where that is not the week's doing."""

    day: date
    is_off: bool
    note: str = ""


def calendar_days(
    project: Project, days: Iterable[date], reader: Reader, *, person: str = ""
) -> dict[date, CalendarDay]:
    """The days as this plan counts them; with a member's key also when they are away."""
    wanted = list(days)
    frame = frame_of(project)
    worked = frame.calendars.days(frame.own)
    first, last = wanted[0], wanted[-1]
    # The workspace's own words are none of a guest's.
    told = Holiday.objects.filter(day__range=(first, last)) if reader.sees_everything else ()
    named = {holiday.day: holiday.name for holiday in told}
    away = _away(reader, person, first, last) if key_of(person) else set()
    found = {}
    for day in wanted:
        is_off = not worked(day_number(day))
        is_taken = is_off and worked.exceptional(day_number(day)) is not None
        note = named.get(day) or _("day off") if is_taken else _("away") if day in away else ""
        found[day] = CalendarDay(day, is_off or day in away, note)
    return found


def _away(reader: Reader, person: str, first: date, last: date) -> set[date]:
    rows = Absence.objects.visible_to(reader).between(first, last)
    spans = rows.filter(member=key_of(person), daily_minutes=None)
    return {
        date.fromordinal(number)
        for since, until in spans.values_list("first", "last")
        for number in range(max(since, first).toordinal(), min(until, last).toordinal() + 1)
    }
