"""Durations as people write them: 3d, 4 h, 2 days 4 hours, 90 min; a bare number is days.

An e before the unit, as in Microsoft Project, counts around the clock: 3ed is 72 hours. A question
mark behind it, there the sign of an estimate, changes nothing.
"""

import re
from dataclasses import dataclass

MINUTES_A_DAY, DAYS_A_WEEK = 480, 5
LONGEST = 20 * 52 * DAYS_A_WEEK * MINUTES_A_DAY
LONGEST_ELAPSED = 20 * 366 * 1440
MOST_PERCENT = 1_000

UNITS = {
    "w": DAYS_A_WEEK * MINUTES_A_DAY,
    "d": MINUTES_A_DAY,
    "t": MINUTES_A_DAY,  # German days
    "j": MINUTES_A_DAY,  # French days
    "h": 60,
    "s": 60,  # German hours
    "m": 1,
}
ELAPSED_UNITS = {"w": 7 * 1440, "d": 1440, "t": 1440, "j": 1440, "h": 60, "s": 60, "m": 1}
PART = re.compile(r"(\d+(?:[.,]\d+)?)\s*([^\W\d_]*)\.?", re.IGNORECASE)
WHOLE = re.compile(rf"\s*(?:{PART.pattern}[\s,]*)+", re.IGNORECASE)
SHARE = re.compile(r"(\d+(?:[.,]\d+)?)\s*(e?)\s*%", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Length:
    """A duration: working minutes or, when elapsed, minutes around the clock."""

    minutes: int
    is_elapsed: bool = False


@dataclass(frozen=True, slots=True)
class Lag:
    """How long a task waits beyond a link: minutes or a percentage of what it waits for."""

    minutes: float = 0
    percent: float | None = None
    is_elapsed: bool = False


NO_LAG = Lag()


def minutes_of(text: str) -> int:
    """Working minutes. Raises ValueError for what is no duration."""
    length = length_of(text)
    if length.is_elapsed:
        raise ValueError(f"elapsed time: {text!r}")
    return length.minutes


def length_of(text: str) -> Length:
    """A duration in either unit. Raises ValueError for what is none, or for a mix of both."""
    text = text.rstrip().removesuffix("?")
    if not WHOLE.fullmatch(text):
        raise ValueError(f"no duration: {text!r}")
    parts = PART.findall(text)
    elapsed = {_is_elapsed(unit) for _, unit in parts}
    if len(elapsed) > 1:
        raise ValueError("working and elapsed time in one duration")
    is_elapsed = elapsed.pop()
    total = sum(_minutes(number, unit, is_elapsed) for number, unit in parts)
    if total > (LONGEST_ELAPSED if is_elapsed else LONGEST):
        raise ValueError("longer than twenty years")
    return Length(round(total), is_elapsed)


def lag_of(text: str) -> Lag:
    """A wait between two tasks: a duration or 50%, negative for a lead; nothing is no wait."""
    text = text.strip().replace("\N{MINUS SIGN}", "-")
    if not text:
        return NO_LAG
    sign = -1 if text.startswith("-") else 1
    text = text.removeprefix("-").removeprefix("+").strip()
    share = SHARE.fullmatch(text)
    if share is None:
        length = length_of(text)
        return Lag(sign * length.minutes, is_elapsed=length.is_elapsed)
    percent = float(share[1].replace(",", "."))
    if percent > MOST_PERCENT:
        raise ValueError("more than ten times the other task")
    return Lag(percent=sign * percent, is_elapsed=bool(share[2]))


def written(length: Length) -> str:
    """A duration as it is typed: 3d, 4h, 3ed."""
    mark, day = ("e", 1440) if length.is_elapsed else ("", MINUTES_A_DAY)
    if length.minutes % day == 0:
        return f"{length.minutes // day}{mark}d"
    if length.minutes % 15 == 0:
        return f"{length.minutes / 60:g}{mark}h"
    return f"{length.minutes}{mark}min"


def _is_elapsed(unit: str) -> bool:
    return unit[:1].lower() == "e"


def _minutes(number: str, unit: str, is_elapsed: bool) -> float:
    unit = unit.lower().removeprefix("e") if is_elapsed else unit.lower()
    size = (ELAPSED_UNITS if is_elapsed else UNITS).get(unit[:1] or "d")
    if size is None:
        raise ValueError(f"no unit: {unit!r}")
    return float(number.replace(",", ".")) * size
