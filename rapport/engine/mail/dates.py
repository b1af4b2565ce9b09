"""The Date header, in the forms in which mail programs write it."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_tz

from . import headers

_ISO = re.compile(r"\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?(?:Z|[+-]\d\d:?\d\d)?")
_COMMENT = re.compile(r"\([^()]*\)")
_HALF_DAY = re.compile(r"(?<=\d)\s{0,3}([AP])M\b", re.I)


def parse(value: str) -> datetime | None:
    """Aware UTC, or None where it cannot be understood. A time without a zone is UTC."""
    line = headers.unfold(value)[:200]
    if not line:
        return None
    try:
        return _from_iso(line) or _from_mail(line)
    except (ValueError, OverflowError, TypeError, IndexError):
        return None


def _from_iso(line: str) -> datetime | None:
    found = _ISO.search(line)
    if not found:
        return None
    moment = datetime.fromisoformat(found[0])
    return moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC)


def _from_mail(line: str) -> datetime | None:
    half = _HALF_DAY.search(line)
    line = _HALF_DAY.sub("", line, count=1)
    parts = parsedate_tz(_COMMENT.sub(" ", line).strip(" \"';.")) or parsedate_tz(line)
    if parts is None:
        return None
    year, month, day, hour, minute, second = parts[:6]
    if half and hour <= 12:
        hour = hour % 12 + (12 if half[1] in "Pp" else 0)
    if year < 1000:  # RFC 5322, 4.3: years of three digits count from 1900
        year += 1900
    offset = parts[9] or 0
    if abs(offset) >= 86400:
        offset = 0
    moment = datetime(
        year, month, day, hour, minute, min(second, 59), tzinfo=timezone(timedelta(seconds=offset))
    )
    return moment.astimezone(UTC)
