"""Days that a text names, in words or figures.

What people write is often more than one day: "Friday" said on a Tuesday is this one, "next Friday"
this one or the one after, 4/5 the fourth of May or the fifth of April. So each is a set of days
that it may mean, and two say the same if they have one in common.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from . import day_words as words
from .sentences import plain


@dataclass(frozen=True, slots=True)
class Said:
    """A day as it was said: the words, where they begin, and what they may mean."""

    words: str
    at: int
    days: frozenset[date]
    # The day of the week that was named beside the figures, where one was.
    weekday: int | None = None


def _any(names: object) -> str:
    return "|".join(sorted(map(re.escape, names), key=len, reverse=True))  # type: ignore[call-overload]


_NAMED = rf"(?P<weekday>{_any(words.WEEKDAYS)})[.,]?\s+(?:the\s+|den\s+|dem\s+|le\s+|el\s+)?"
_WEEKDAY = rf"(?:{_NAMED})?"
_MONTH = _any(words.MONTHS)
_NEXT = _any(words.NEXT)
_ENDING = r"(?:st|nd|rd|th|er|o|º|\.)?"
_PATTERNS = (
    ("iso", re.compile(rf"\b{_WEEKDAY}(?P<y>20\d\d)-(?P<m>\d\d)-(?P<d>\d\d)\b")),
    (
        "named",
        re.compile(
            rf"\b{_WEEKDAY}(?P<d>\d{{1,2}}){_ENDING}\s+(?:of\s+|de\s+)?(?P<month>{_MONTH})\b\.?"
            r"(?:,?\s+(?:de\s+|del\s+)?(?P<y>20\d\d))?"
        ),
    ),
    (
        "named",
        re.compile(
            rf"\b{_WEEKDAY}(?P<month>{_MONTH})\.?\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\b(?!:)"
            r"(?:,?\s+(?P<y>20\d\d))?"
        ),
    ),
    (
        "dotted",
        re.compile(
            rf"\b{_WEEKDAY}(?P<d>\d{{1,2}})\.(?P<m>\d{{1,2}})\."
            r"(?P<y>20\d\d|\d\d\b)?"
        ),
    ),
    (
        "slashed",
        re.compile(
            rf"(?<![/\d]){_WEEKDAY}(?P<d>\d{{1,2}})/(?P<m>\d{{1,2}})(?:/(?P<y>20\d\d"
            rf"|\d\d))?\b(?!/)"
        ),
    ),
    (
        "count",
        re.compile(
            rf"\b(?:{_any(words.FROM_NOW)})\s+(?P<n>\d{{1,3}}|{_any(words.NUMBERS)})\s+"
            rf"(?P<unit>{_any((*words.DAY_UNITS, *words.WEEK_UNITS))})\b"
        ),
    ),
    ("week", re.compile(rf"\b(?:{_any(words.END_OF_WEEK)})\b")),
    ("month", re.compile(rf"\b(?:{_any(words.END_OF_MONTH)})\b")),
    ("relative", re.compile(rf"(?<!\w)(?:{_any(words.RELATIVE)})(?!\w)")),
    (
        "weekday",
        re.compile(
            rf"\b(?:(?P<next>{_NEXT})\s+)?(?P<weekday>{_any(words.WEEKDAYS)})\b"
            rf"(?:\s+(?P<after>{_NEXT})\b)?"
        ),
    ),
)
_MORNING = re.compile(rf"\b(?:{_any(words.BEFORE_MORNING)})\s+$")


def days_in(text: str, today: date) -> list[Said]:
    """Every day that is named, in the order of the text; the longest reading of each place."""
    folded = _folded(text)
    taken: list[tuple[int, int]] = []
    found = []
    for form, pattern in _PATTERNS:
        for match in pattern.finditer(folded):
            start, end = match.span()
            if any(start < other_end and end > other for other, other_end in taken):
                continue
            days = frozenset(_meant(form, match, folded, today))
            if days:
                taken.append((start, end))
                weekday = _beside(form, match)
                found.append(Said(text[start:end].strip(" .,"), start, days, weekday))
    return sorted(found, key=lambda said: said.at)


def _folded(text: str) -> str:
    """Without accents and capitals, each letter in its place."""
    return "".join((plain(letter) or " ")[:1] for letter in text)


def _beside(form: str, match: re.Match[str]) -> int | None:
    named = match.groupdict().get("weekday")
    return words.WEEKDAYS[named] if named and form != "weekday" else None


def _meant(form: str, match: re.Match[str], text: str, today: date) -> Iterator[date]:
    part = match.groupdict()
    if form in ("iso", "named", "dotted", "slashed"):
        yield from _in_figures(form, part, today)
    elif form == "count":
        number = words.NUMBERS.get(part["n"]) or int(part["n"])
        days = number * (7 if part["unit"] in words.WEEK_UNITS else 1)
        # Nobody means the very day: a day of leeway for days, the week's for weeks.
        slack = 3 if part["unit"] in words.WEEK_UNITS else 1
        yield from (today + timedelta(days + near) for near in range(-slack, slack + 1))
    elif form == "week":
        monday = today - timedelta(today.weekday())
        yield from (monday + timedelta(day) for day in (3, 4, 5, 6))
    elif form == "month":
        first = (today.replace(day=28) + timedelta(4)).replace(day=1)
        yield from (first - timedelta(day) for day in range(1, 5))
    elif form == "relative":
        if match[0] in ("morgen", "manana") and _MORNING.search(text[: match.start()]):
            return
        yield today + timedelta(words.RELATIVE[match[0]])
    else:
        yield from _weekdays(part, today)


def _in_figures(form: str, part: dict[str, str | None], today: date) -> Iterator[date]:
    day = int(part["d"] or 0)
    named = part.get("month")
    month = words.MONTHS[named] if named else int(part.get("m") or 0)
    readings = [(day, month)]
    if form == "slashed":
        readings.append((month, day))
    for one, other in readings:
        if found := _day(part.get("y"), other, one, today):
            yield found


def _day(year: str | None, month: int, day: int, today: date) -> date | None:
    """Without a year it is the one nearest to today."""
    years = [today.year - 1, today.year, today.year + 1]
    if year:
        years = [int(year) + (2000 if len(year) == 2 else 0)]
    found = []
    for one in years:
        try:
            found.append(date(one, month, day))
        except ValueError:
            continue
    return min(found, key=lambda one: abs(one - today), default=None)


def _weekdays(part: dict[str, str | None], today: date) -> Iterator[date]:
    ahead = (words.WEEKDAYS[part["weekday"] or ""] - today.weekday()) % 7
    yield today + timedelta(ahead)
    if part["next"] or part["after"] or not ahead:
        yield today + timedelta(ahead + 7)
