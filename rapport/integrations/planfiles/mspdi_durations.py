"""How Microsoft Project XML writes durations: PT16H30M0S."""

import re
from functools import lru_cache

# Minutes; nobody works for three thousand years.
_LONGEST = 2_000_000_000

_N = r"(\d+(?:\.\d+)?)"
_DURATION = re.compile(rf"(-?)P(?:{_N}W)?(?:{_N}D)?T?(?:{_N}H)?(?:{_N}M)?(?:{_N}S)?")
_IN_MINUTES = (7 * 1440, 1440, 60, 1, 1 / 60)


@lru_cache(maxsize=8192)
def in_minutes(text: str) -> float | None:
    """What it says; `None` where it says nothing, or what is out of all reason."""
    match = _DURATION.fullmatch(text.strip())
    if match is None:
        return None
    sign, *parts = match.groups()
    total = sum(float(part) * size for part, size in zip(parts, _IN_MINUTES, strict=True) if part)
    if total > _LONGEST:
        return None
    total = -total if sign else total
    return int(total) if total == int(total) else total


def is_possible(text: str) -> bool:
    """Whether a task can take that long."""
    found = in_minutes(text)
    return found is not None and found >= 0
