"""What people type into the fields of a task, read as values of its workspace."""

from collections.abc import Callable
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from rapport.accounts.models import Member
from rapport.lib.reader import Reader
from rapport.lib.refusal import Refused
from rapport.projects.durations import Length, length_of, minutes_of
from rapport.projects.models import Task
from rapport.projects.operations import progress
from rapport.projects.queries.people import assignable
from rapport.projects.written_days import NoSuchYear, day_of

MOST_SHARE = 5_000  # percent: fifty people


class NotUnderstood(Refused):
    """What was typed is no value of this field."""


def words(limit: int, *, needed: bool) -> Callable[[str, Task], str]:
    """Text that is not too long, and not empty where it is needed."""

    def parse(text: str, task: Task) -> str:
        text = text.strip()
        if needed and not text:
            raise NotUnderstood(_("This cannot be empty."))
        if len(text) > limit:
            raise NotUnderstood(_("This is too long: at most %(n)d characters.") % {"n": limit})
        return text

    return parse


def chosen(*known: str) -> Callable[[str, Task], str]:
    """One of a closed list."""

    def parse(text: str, task: Task) -> str:
        if text not in known:
            raise NotUnderstood(_("Choose one of the list."))
        return text

    return parse


def length(text: str, task: Task) -> Length:
    """Working time, or time around the clock."""
    try:
        return length_of(text)
    except ValueError as error:
        raise NotUnderstood(_("Write a duration like 3d, 4h or, around the clock, 3ed.")) from error


def duration(text: str, task: Task) -> int:
    """Working minutes."""
    try:
        return minutes_of(text)
    except ValueError as error:
        raise NotUnderstood(_("Write a duration like 3d, 4h or 2d 4h.")) from error


def optional_duration(text: str, task: Task) -> int | None:
    """Working minutes, or nothing."""
    return duration(text, task) if text.strip() else None


def percent(text: str, task: Task) -> int:
    """A number from 0 to 100."""
    digits = text.strip().removesuffix("%").strip()
    if not digits.isdecimal() or len(digits) > 3 or int(digits) > progress.ALL:
        raise NotUnderstood(_("Write a number from 0 to 100."))
    return int(digits)


def optional_percent(text: str, task: Task) -> int | None:
    """A number from 0 to 100, or nothing."""
    return percent(text, task) if text.strip() else None


def share(text: str, task: Task) -> int:
    """Percent of the working time, more than a hundred for more than one person."""
    digits = text.strip().removesuffix("%").strip()
    if not digits.isdecimal() or len(digits) > 4 or not 0 < int(digits) <= MOST_SHARE:
        raise NotUnderstood(_("Write a number from 1 to %(n)d.") % {"n": MOST_SHARE})
    return int(digits)


def member(text: str, task: Task) -> Member | None:
    """A member of the workspace, or nobody."""
    if not text:
        return None
    found = assignable().filter(pk=text).first() if text.isdecimal() and len(text) < 15 else None
    if found is None:
        raise NotUnderstood(_("There is no such person here."))
    return found


def require_known(person: Member, reader: Reader) -> None:
    """Refuse somebody whom this reader, a guest, shares no project with."""
    if not assignable(reader).filter(pk=person.pk).exists():
        raise NotUnderstood(_("There is no such person here."))


def day(text: str, task: Task) -> date | None:
    """A day, or none."""
    try:
        return day_of(text, localdate())
    except NoSuchYear as error:
        raise NotUnderstood(_("Write a year from 1990 to 2100.")) from error
    except ValueError as error:
        raise NotUnderstood(_("Write a date like 2026-12-04.")) from error


def zone(task: Task) -> ZoneInfo:
    """The workspace's time zone."""
    return ZoneInfo(task.workspace.time_zone)


def moment(text: str, task: Task) -> datetime | None:
    """The beginning of a day in the workspace, or none."""
    chosen_day = day(text, task)
    return datetime.combine(chosen_day, time(), zone(task)) if chosen_day else None
