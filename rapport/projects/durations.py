"""Durations as people write them: 3d, 4 h, 2 days 4 hours, 90 min; a bare number is days."""

import re

MINUTES_A_DAY, DAYS_A_WEEK = 480, 5
LONGEST = 20 * 52 * DAYS_A_WEEK * MINUTES_A_DAY

UNITS = {
    "w": DAYS_A_WEEK * MINUTES_A_DAY,
    "d": MINUTES_A_DAY,
    "t": MINUTES_A_DAY,  # German days
    "j": MINUTES_A_DAY,  # French days
    "h": 60,
    "s": 60,  # German hours
    "m": 1,
}
PART = re.compile(r"(\d+(?:[.,]\d+)?)\s*([^\W\d_]*)\.?", re.IGNORECASE)
WHOLE = re.compile(rf"\s*(?:{PART.pattern}[\s,]*)+", re.IGNORECASE)


def minutes_of(text: str) -> int:
    """Working minutes. Raises ValueError for what is no duration."""
    if not WHOLE.fullmatch(text):
        raise ValueError(f"no duration: {text!r}")
    total = sum(_minutes(number, unit) for number, unit in PART.findall(text))
    if total > LONGEST:
        raise ValueError("longer than twenty years")
    return round(total)


def _minutes(number: str, unit: str) -> float:
    size = UNITS.get(unit[:1].lower() or "d")
    if size is None:
        raise ValueError(f"no unit: {unit!r}")
    return float(number.replace(",", ".")) * size


def lag_of(text: str) -> int:
    """A wait between two tasks: a duration, negative for a lead; nothing is no wait."""
    text = text.strip().replace("\N{MINUS SIGN}", "-")
    if not text:
        return 0
    return -minutes_of(text[1:]) if text.startswith("-") else minutes_of(text.removeprefix("+"))
