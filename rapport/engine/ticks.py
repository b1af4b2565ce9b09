"""The engine's clock: whole tenths of a minute since 1970, so that no date is ever rounded twice.

A tenth of a minute is the grain plan files are written in; a day has 14,400 of them.
"""

from datetime import date, datetime, timedelta

PER_MINUTE = 10
PER_DAY = 1440 * PER_MINUTE
SECONDS = 60 // PER_MINUTE
MONDAY_SHIFT = 3  # 1 January 1970 was a Thursday: day number plus this, modulo 7, is the weekday

_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - naive local time is the engine's edge
_EPOCH_ORDINAL = date(1970, 1, 1).toordinal()


def from_datetime(moment: datetime) -> int:
    """The tick a naive local time falls in, to the nearest."""
    passed = moment - _EPOCH
    return passed.days * PER_DAY + round(passed.seconds / SECONDS)


def to_datetime(tick: int) -> datetime:
    """The naive local time of a tick."""
    return _EPOCH + timedelta(seconds=tick * SECONDS)


def from_minutes(minutes: float) -> int:
    """An amount of time, to the nearest tick."""
    return minutes * PER_MINUTE if isinstance(minutes, int) else round(minutes * PER_MINUTE)


def to_minutes(ticks: int) -> float:
    """An amount of time in minutes; whole minutes come back as `int`."""
    whole, rest = divmod(ticks, PER_MINUTE)
    return ticks / PER_MINUTE if rest else whole


def day_number(day: date) -> int:
    """Days since 1970; a day's first tick is `day_number * PER_DAY`."""
    return day.toordinal() - _EPOCH_ORDINAL


def day_of(number: int) -> date:
    """The date of a day number."""
    return date.fromordinal(number + _EPOCH_ORDINAL)
