"""Times and durations in the reader's words, language and zone."""

from datetime import date, datetime, timedelta
from typing import Literal

from babel import Locale
from babel.dates import format_date, format_skeleton, format_time, format_timedelta
from babel.units import format_unit
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

MINUTES_A_DAY = 8 * 60
ELAPSED_A_DAY = 24 * 60


def locale() -> Locale:
    """The reader's locale, in which quantities are said."""
    return Locale.parse(get_language() or "en", sep="-")


def date_locale() -> Locale:
    """The locale of dates: plain English dates take the British order, day before month."""
    spoken = locale()
    return Locale("en", "GB") if str(spoken) == "en" else spoken


def working_duration(minutes: float, minutes_a_day: int = MINUTES_A_DAY) -> str:
    """Working minutes in at most two units: "2 days 4 hr", "38 min"."""
    total = round(abs(minutes))
    if total >= minutes_a_day:
        total = round(total / 60) * 60
    days, rest = divmod(total, minutes_a_day)
    hours, small = divmod(rest, 60)
    said = [
        _unit(days, "day", "long"),
        _unit(hours, "hour", "short"),
        _unit(0 if days else small, "minute", "short"),
    ]
    return " ".join(filter(None, said)) or format_unit(
        0, "duration-minute", "short", locale=locale()
    )


def length_in_words(minutes: float, *, is_elapsed: bool) -> str:
    """A duration in the unit it counts in: "3 days", or "3 days elapsed" around the clock."""
    if not is_elapsed:
        return working_duration(minutes)
    return _("%(time)s elapsed") % {"time": working_duration(minutes, ELAPSED_A_DAY)}


def _unit(number: int, unit: str, length: Literal["short", "long"]) -> str:
    return format_unit(number, f"duration-{unit}", length, locale=locale()) if number else ""


def distance(at: datetime, now: datetime) -> str:
    """How far away a moment is: "in 38 min", "2 days ago"."""
    return _span(at - now, add_direction=True)


def until(at: datetime, now: datetime) -> str:
    """A deadline as a person says it: "in 38 min", "2 hr late"."""
    return distance(at, now) if at >= now else _("%(time)s late") % {"time": _span(now - at)}


def slips_by(days: int) -> str:
    """By how much a promise will be late: "will slip by 3 days"."""
    said = ngettext("will slip by %(n)s day", "will slip by %(n)s days", days)
    return said % {"n": days}


def _span(delta: timedelta, add_direction: bool = False) -> str:
    spoken = locale()
    said = format_timedelta(
        delta, add_direction=add_direction, format="short", locale=spoken, threshold=1.2
    )
    # English abbreviations take no dot here, as in the units of working time.
    return said.replace(".", "") if spoken.language == "en" else said


def day(at: date | datetime, today: date) -> str:
    """A day by its nearest name: today, yesterday, tomorrow, else a short date."""
    here = _local(at).date() if isinstance(at, datetime) else at
    near = {0: _("today"), -1: _("yesterday"), 1: _("tomorrow")}.get((here - today).days)
    if near:
        return near
    return short(here) if here.year == today.year else long(here)


def short(here: date) -> str:
    """A date without its year, in the reader's own order: "4 Dec", "Dec 4"."""
    return format_skeleton("MMMd", here, locale=date_locale())


def long(here: date) -> str:
    """A date with its year: "4 Dec 2026"."""
    return format_date(here, "medium", locale=date_locale())


def when(at: datetime, now: datetime) -> str:
    """A moment for lists: the hour today, the weekday this week, else the day."""
    here, today = _local(at), _local(now).date()
    if here.date() == today:
        return _clock(here)
    if timedelta(days=1) < today - here.date() < timedelta(days=7):
        return f"{format_date(here, 'EEE', locale=date_locale())} {_clock(here)}"
    return day(at, today)


def exact(at: date | datetime) -> str:
    """The full date, and the time where there is one, in the reader's zone."""
    if not isinstance(at, datetime):
        return format_date(at, "full", locale=date_locale())
    here = _local(at)
    return f"{format_date(here, 'full', locale=date_locale())}, {_clock(here)}"


def _clock(here: datetime) -> str:
    return format_time(here, "short", locale=date_locale())


def _local(at: datetime) -> datetime:
    return timezone.localtime(at) if timezone.is_aware(at) else at
