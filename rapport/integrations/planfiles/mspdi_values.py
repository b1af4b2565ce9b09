"""How Microsoft Project XML writes numbers, dates and durations."""

from datetime import datetime
from functools import lru_cache

from rapport.engine.plan import LagKind
from rapport.integrations.planfiles.mspdi_durations import in_minutes
from rapport.integrations.planfiles.mspdi_elements import Fields

# Formats above 32 are estimates of the same unit; even ones are elapsed time.
ESTIMATED = 32
ELAPSED_FORMATS = frozenset({4, 6, 8, 10, 12})
PERCENT, ELAPSED_PERCENT = 19, 20

# Dates outside are how some tools write “no date”.
_EARLIEST, _LATEST = 1950, 2200


def number(fields: Fields, name: str, default: float = 0) -> float:
    """A number; anything else is the default."""
    text = fields.values.get(name)
    if not text:
        return default
    try:
        found = float(text)
    except ValueError:
        return default
    return found if -1e12 < found < 1e12 else default


def whole(fields: Fields, name: str, default: int = 0) -> int:
    """A whole number."""
    return int(number(fields, name, default))


def flag(fields: Fields, name: str, default: str = "") -> bool:
    """A yes or no, written as 1 and 0 (some tools: true and false)."""
    return fields.values.get(name, default).lower() in ("1", "true")


def moment(fields: Fields, name: str) -> datetime | None:
    """A local time without a zone; `None` when absent or out of all reason."""
    text = fields.values.get(name)
    return _moment(text) if text else None


def within_reach(fields: Fields, name: str) -> datetime | None:
    """The same; what lies before or after all plans is the first or last day that one can have."""
    try:
        found = datetime.fromisoformat(fields.values.get(name, "").strip()).replace(tzinfo=None)
    except ValueError:
        return None
    if found.year < _EARLIEST:
        return datetime(_EARLIEST, 1, 1)  # noqa: DTZ001 - a local time
    return found if found.year <= _LATEST else datetime(_LATEST, 12, 31)  # noqa: DTZ001


@lru_cache(maxsize=8192)
def _moment(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text.strip()).replace(tzinfo=None)
    except ValueError:
        return None
    return found if _EARLIEST <= found.year <= _LATEST else None


def minutes(fields: Fields, name: str) -> float | None:
    """A duration such as PT16H30M0S in minutes; `None` when absent or out of all reason."""
    text = fields.values.get(name)
    return in_minutes(text) if text else None


def is_elapsed(unit: int) -> bool:
    """Whether a duration or lag in this format is elapsed time."""
    return (unit & ~ESTIMATED) in ELAPSED_FORMATS


def lag_kind(unit: int) -> LagKind:
    """How a lag in this format is counted."""
    unit &= ~ESTIMATED
    if unit in (PERCENT, ELAPSED_PERCENT):
        return "percent"
    return "elapsed" if unit in ELAPSED_FORMATS else "working"
