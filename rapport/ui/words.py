"""Times, durations and counts in the reader's words, language and zone."""

from datetime import date, datetime, time, timedelta
from functools import cache, lru_cache
from typing import Literal

from babel import Locale
from babel.dates import (
    TIMEDELTA_UNITS,
    format_date,
    format_interval,
    format_skeleton,
    format_time,
    format_timedelta,
)
from babel.numbers import format_decimal
from babel.units import format_unit
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

Unit = Literal["year", "month", "week", "day", "hour", "minute", "second"]

MINUTES_A_DAY = 8 * 60
ELAPSED_A_DAY = 24 * 60
# Of the larger unit, before it is used: 70 minutes stay minutes.
LEAST = 1.2
# Nobody acts on the difference between 200 and 210: whoever counts need not look further.
MOST_COUNTED = 99


def locale() -> Locale:
    """The reader's locale, in which quantities are said."""
    return _locale(_language())


def date_locale() -> Locale:
    """The locale of dates: plain English dates take the British order, day before month."""
    return _date_locale(_language())


def _language() -> str:
    return get_language() or "en"


@cache
def _locale(language: str) -> Locale:
    return Locale.parse(language, sep="-")


@cache
def _date_locale(language: str) -> Locale:
    return Locale("en", "GB") if language == "en" else _locale(language)


class Count(int):
    """A number that is written as the reader groups it: "12,480", "12.480", "12 480"."""

    def __str__(self) -> str:
        return format_decimal(int(self), locale=locale())


def counted(number: int) -> str:
    """How many wait: "7", "99+", and nothing where nothing does."""
    if number > MOST_COUNTED:
        return f"{MOST_COUNTED}+"
    return str(number) if number else ""


def beginning(text: str, most: int) -> str:
    """The first characters of a text, in one line; a text may have no spaces at which to cut."""
    return Truncator(" ".join(text.split())).chars(most)


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
    seconds = delta.days * 86_400 + delta.seconds
    fitting = (known for known in TIMEDELTA_UNITS if abs(seconds) >= LEAST * known[1])
    unit, size = next(fitting, TIMEDELTA_UNITS[-1])
    count = round(abs(seconds) / size) * (1 if seconds >= 0 else -1)
    return _amount(count, unit, _language(), add_direction)


# A page says the same few moments again and again, and babel takes long for each: what it said of
# a day, an hour or an amount is kept, by language.
@lru_cache(maxsize=4096)
def _amount(count: int, unit: Unit, language: str, add_direction: bool) -> str:
    try:
        said = _timedelta(count, unit, language, add_direction, "short")
    except KeyError:
        # Babel has no short form of it: the months ahead in German.
        said = _timedelta(count, unit, language, add_direction, "long")
    # English abbreviations take no dot here, as in the units of working time.
    return said.replace(".", "") if language.startswith("en") else said


def _timedelta(
    count: int, unit: Unit, language: str, add_direction: bool, length: Literal["short", "long"]
) -> str:
    return format_timedelta(
        count * dict(TIMEDELTA_UNITS)[unit], granularity=unit, threshold=float("inf"),
        add_direction=add_direction, format=length, locale=_locale(language),
    )  # fmt: skip


def day(at: date | datetime, today: date) -> str:
    """A day by its nearest name: today, yesterday, tomorrow, else a short date."""
    here = _local(at).date() if isinstance(at, datetime) else at
    near = {0: _("today"), -1: _("yesterday"), 1: _("tomorrow")}.get((here - today).days)
    return near or dated(here, today)


def dated(here: date, today: date) -> str:
    """A day by its date, with the year where it is another one."""
    return short(here) if here.year == today.year else long(here)


def short(here: date) -> str:
    """A date without its year, in the reader's own order: "4 Dec", "Dec 4"."""
    return _day(here, "MMMd", _language())


def long(here: date) -> str:
    """A date with its year: "4 Dec 2026"."""
    return _day(here, "medium", _language())


def weekday(here: date) -> str:
    """A day of this year with its name: "Monday 2 November"."""
    return format_skeleton("MMMMEEEEd", here, locale=date_locale())


def month(here: date) -> str:
    """A month of a year: "December 2026"."""
    return format_skeleton("yMMMM", here, locale=date_locale())


def span(since: date, until: date) -> str:
    """From one day to another: "2 – 8 Nov 2026"."""
    return format_interval(since, until, "yMMMd", locale=date_locale())


def short_span(since: date, until: date) -> str:
    """The same without years, for narrow columns: "2 – 8 Nov"."""
    return format_interval(since, until, "MMMd", locale=date_locale())


def when(at: datetime, now: datetime) -> str:
    """A moment for lists: the hour today, the weekday this week, else the day."""
    here, today = _local(at), _local(now).date()
    if here.date() == today:
        return _clock(here)
    if timedelta(days=1) < today - here.date() < timedelta(days=7):
        return f"{_day(here.date(), 'EEE', _language())} {_clock(here)}"
    return day(at, today)


def moment(at: datetime, now: datetime) -> str:
    """A moment with its day and hour: "tomorrow, 09:00"."""
    here = _local(at)
    return f"{day(here.date(), _local(now).date())}, {_clock(here)}"


def exact(at: date | datetime) -> str:
    """The full date, and the time where there is one, in the reader's zone."""
    if not isinstance(at, datetime):
        return _day(at, "full", _language())
    here = _local(at)
    return f"{_day(here.date(), 'full', _language())}, {_clock(here)}"


@lru_cache(maxsize=4096)
def _day(here: date, how: str, language: str) -> str:
    if how == "MMMd":
        return format_skeleton(how, here, locale=_date_locale(language))
    return format_date(here, how, locale=_date_locale(language))


def _clock(here: datetime) -> str:
    return _minute(here.hour, here.minute, _language())


@lru_cache(maxsize=4096)
def _minute(hour: int, minute: int, language: str) -> str:
    return format_time(time(hour, minute), "short", locale=_date_locale(language))


def _local(at: datetime) -> datetime:
    return timezone.localtime(at) if timezone.is_aware(at) else at
