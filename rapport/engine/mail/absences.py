"""When somebody is back, as the automatic answer of their mail program says it.

A day counts only beside words that say what it is: back on it, or away until it. Of several "back"
is surer than "until". A day without a year is the next one; one that is past, or further than a
year away, says nothing. In doubt nothing is said: a wrong date is worse than none.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from .absence_words import (
    BACK,
    BETWEEN,
    DAYS,
    INCLUSIVE,
    MONTHS,
    SINCE,
    TO,
    TOMORROW,
    UNTIL_AFTER,
    UNTIL_IT,
)

LONGEST = timedelta(days=366)
_LOOKED_AT = 4_000
_NEAR = 60
_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_DAY = "|".join(sorted(DAYS, key=len, reverse=True))
_YEAR = r"(?:,?\s{1,3}(?:de\s|del\s)?(20\d\d)\b)?"
_FORMS = (
    re.compile(r"\b(?P<y>20\d\d)-(?P<m>\d\d)-(?P<d>\d\d)\b"),
    re.compile(
        rf"\b(?P<d>[0-3]?\d)(?:st|nd|rd|th|er|\.|º|o)?\s{{0,3}}(?:of\s|de\s)?(?P<w>{_MONTH})\b\.?"
        + _YEAR.replace("(20", "(?P<y>20")
    ),
    re.compile(
        rf"\b(?P<w>{_MONTH})\.?\s{{1,3}}(?:the\s)?(?P<d>[0-3]?\d)(?:st|nd|rd|th)?\b(?!\s?[:.]\d)"
        + _YEAR.replace("(20", "(?P<y>20")
    ),
    re.compile(r"\b(?P<d>[0-3]?\d)\.\s?(?P<m>[01]?\d)\.(?:\s?(?P<y>20\d\d|\d\d)\b)?(?!\d)"),
    re.compile(r"\b(?P<a>[0-3]?\d)[/-](?P<b>[0-3]?\d)(?:[/-](?P<y>20\d\d|\d\d))?\b(?![/-]?\d)"),
    re.compile(rf"\b(?P<weekday>{_DAY})\b(?!\s{{0,2}},?\s{{0,2}}(?:the\s|den\s|le\s|el\s)?\d)"),
    re.compile(rf"\b(?P<tomorrow>{'|'.join(sorted(TOMORROW))})\b"),
)
_UNTIL = re.compile(rf"(?:\b|(?<=\s))(?P<word>{UNTIL_IT}|{UNTIL_AFTER})(?P<gap>{BETWEEN}*)$")
_RANGE = re.compile(
    rf"\d\.?\s{{0,2}}[-\u2013\u2014]\s{{0,2}}$|\b{SINCE}\s.{{1,40}}\b{TO}\s{BETWEEN}*$"
)
_IT = re.compile(rf"^(?:{UNTIL_IT})$")
_INCLUSIVE = re.compile(INCLUSIVE)
_INCLUSIVE_AFTER = re.compile(r"^\W{0,3}(?:\(?incl|einschl|inkl|inclus|compres)")
_BACK = re.compile(BACK)
_SINCE = re.compile(rf"\b{SINCE}(?:\s|the|dem|den|le|el|{_DAY}|,)*$")
_FROM = re.compile(r"\b(?:ab|from|vanaf|a partir d\w{1,2}|a partire dal?)\s(?:dem\s|den\s|the\s)?$")
_ENDS = re.compile(r"[!?;]\s|(?<![\d ])\.\s|\n\s*\n")
_ADDRESS = re.compile(r"[a-z0-9][a-z0-9._%+-]{0,63}@[a-z0-9.-]{1,180}\.[a-z]{2,18}")


@dataclass(frozen=True, slots=True)
class Away:
    """The first day on which they are there again, and an address named for the meantime."""

    back_on: date
    deputy: str = ""


@dataclass(frozen=True, slots=True)
class _Found:
    day: date
    start: int
    end: int


def read(subject: str, text: str, *, written: date, sender: str = "") -> Away | None:
    """What an automatic answer says of its owner's absence; None where it says no day ahead."""
    said = _plain(f"{subject}.\n\n{text}"[:_LOOKED_AT])
    back: list[date] = []
    until: list[date] = []
    for found in _days(said, written):
        kind, day = _meaning(said, found)
        if not written < day <= written + LONGEST:
            continue
        if kind == "back":
            back.append(day)
        elif kind == "until":
            until.append(day)
    if not (back or until):
        return None
    return Away(min(back) if back else max(until), _deputy(said, sender))


def _plain(text: str) -> str:
    """Small letters without accents, in which one spelling is enough."""
    text = text.replace("\u00df", "ss")
    parted = unicodedata.normalize("NFKD", text.lower())
    return "".join(sign for sign in parted if not unicodedata.combining(sign))


def _days(said: str, written: date) -> Iterator[_Found]:
    taken: list[tuple[int, int]] = []
    for form in _FORMS:
        for match in form.finditer(said):
            if any(start < match.end() and match.start() < end for start, end in taken):
                continue
            if (day := _day_of(match, written)) is not None:
                taken.append(match.span())
                yield _Found(day, *match.span())


def _day_of(match: re.Match[str], written: date) -> date | None:
    parts = match.groupdict()
    if parts.get("tomorrow"):
        return written + timedelta(days=1)
    if parts.get("weekday"):
        ahead = (DAYS[parts["weekday"]] - written.weekday()) % 7
        return written + timedelta(days=ahead or 7)
    if parts.get("a"):
        return _of_two(int(parts["a"]), int(parts["b"]), parts["y"], written)
    month = MONTHS[parts["w"]] if parts.get("w") else int(parts["m"])
    return _dated(int(parts["d"]), month, parts["y"], written)


def _of_two(a: int, b: int, year: str | None, written: date) -> date | None:
    """5/1 is a day and its month, or the other way round where only that lies soon ahead."""
    ways = [_dated(a, b, year, written), _dated(b, a, year, written)]
    known = [day for day in ways if day is not None]
    ahead = [day for day in known if written < day <= written + LONGEST]
    if len(ahead) < 2 or ahead[0] == ahead[1]:
        return next(iter(ahead), known[0] if known else None)
    # Both lie ahead. The sooner is meant if the other would be a very long absence.
    soon = [day for day in ahead if day - written <= timedelta(days=60)]
    return soon[0] if len(soon) == 1 else None


def _dated(day: int, month: int, year: str | None, written: date) -> date | None:
    try:
        if year:
            return date(int(year) if len(year) == 4 else 2000 + int(year), month, day)
        here = date(written.year, month, day)
        # Some weeks ago is past; long ago is next year's.
        if here < written - timedelta(days=120):
            here = here.replace(year=written.year + 1)
    except ValueError:
        return None
    return here


def _meaning(said: str, found: _Found) -> tuple[str, date]:
    """What a day is by the words beside it."""
    before, after = _beside(said, found)
    match = _UNTIL.search(before)
    if match:
        around = f"{match['word']} {match['gap']}"
        is_back = _IT.match(match["word"]) and not _INCLUSIVE.search(around)
        is_back = is_back and not _INCLUSIVE_AFTER.match(after)
        return "until", found.day if is_back else found.day + timedelta(days=1)
    if _RANGE.search(before):
        return "until", found.day + timedelta(days=1)
    is_back = bool(_BACK.search(before) or _BACK.search(after))
    if _SINCE.search(before) and not (_FROM.search(before) and is_back):
        return "", found.day
    return ("back" if is_back else ""), found.day


def _beside(said: str, found: _Found) -> tuple[str, str]:
    """The words of the same sentence on both sides."""
    before = said[max(0, found.start - _NEAR) : found.start]
    after = said[found.end : found.end + _NEAR]
    ends = list(_ENDS.finditer(before))
    first = _ENDS.search(after)
    return before[ends[-1].end() if ends else 0 :], after[: first.start() if first else None]


def _deputy(said: str, sender: str) -> str:
    """The first address that is not their own."""
    named = (match[0] for match in _ADDRESS.finditer(said))
    return next((email for email in named if email != sender.lower()), "")
