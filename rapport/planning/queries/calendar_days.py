"""What the days of a plan's calendar are: worked, taken off, and what they are called."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from rapport.calendars.models import Holiday
from rapport.clients.models import Closure
from rapport.engine.ticks import day_number
from rapport.lib.keys import key_of
from rapport.lib.reader import Reader
from rapport.planning.queries.frame import frame_of
from rapport.projects.models import Project
from rapport.resourcing.models import Absence


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """A day; `note` says why nobody works then, where that is not the week's doing, or that the
    client is closed."""

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
    closed = _closed(project, reader, first, last)
    found = {}
    for day in wanted:
        is_off = not worked(day_number(day))
        is_taken = is_off and worked.exceptional(day_number(day)) is not None
        ours = named.get(day) or _("day off") if is_taken else _("away") if day in away else ""
        found[day] = CalendarDay(day, is_off or day in away, ours or closed.get(day, ""))
    return found


def _away(reader: Reader, person: str, first: date, last: date) -> set[date]:
    rows = Absence.objects.visible_to(reader).between(first, last)
    spans = rows.filter(member=key_of(person), daily_minutes=None)
    return {
        day
        for since, until in spans.values_list("first", "last")
        for day in _within(since, until, first, last)
    }


def _closed(project: Project, reader: Reader, first: date, last: date) -> dict[date, str]:
    """What to say of the days on which the client is closed."""
    rows = Closure.objects.visible_to(reader).from_day(first).filter(client=project.client_id)
    said = _("%(client)s is closed") % {"client": project.client}
    return {
        day: said
        for since, until in rows.filter(first__lte=last).values_list("first", "last")
        for day in _within(since, until, first, last)
    }


def _within(since: date, until: date, first: date, last: date) -> Iterator[date]:
    """The days of the first span that are in the second."""
    days = range(max(since, first).toordinal(), min(until, last).toordinal() + 1)
    return map(date.fromordinal, days)
