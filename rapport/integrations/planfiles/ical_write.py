"""Writes a plan's milestones and tasks as iCalendar (RFC 5545), whole days that block no time."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

WIDTH = 75  # octets of a line, without its end (RFC 5545, 3.1)
PRODUCT = "-//Rapport//Plan//EN"

_TO_ESCAPE = re.compile(r"([\\;,])")
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Entry:
    """One task or milestone; `finish` is its last day, `uid` stays the same for ever."""

    uid: str
    name: str
    start: date
    finish: date
    description: str = ""
    url: str = ""
    is_milestone: bool = False


def write(name: str, entries: Iterable[Entry], *, stamp: datetime) -> bytes:
    """The calendar; `stamp` is the moment of writing, with its zone."""
    lines = (
        "BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODUCT}", "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH", f"X-WR-CALNAME:{escaped(name)}",
        *(line for entry in entries for line in _event(entry, stamp)),
        "END:VCALENDAR",
    )  # fmt: skip
    return "".join(f"{folded(line)}\r\n" for line in lines).encode()


def _event(entry: Entry, stamp: datetime) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{escaped(entry.uid)}"
    yield f"DTSTAMP:{stamp.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    yield f"DTSTART;VALUE=DATE:{_day(entry.start)}"
    yield f"DTEND;VALUE=DATE:{_day(max(entry.start, entry.finish) + timedelta(days=1))}"
    yield f"SUMMARY:{escaped(entry.name)}"
    if entry.description:
        yield f"DESCRIPTION:{escaped(entry.description)}"
    if entry.url:
        yield f"URL:{entry.url}"
    if entry.is_milestone:
        yield "CATEGORIES:MILESTONE"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _day(day: date) -> str:
    return f"{day.year:04}{day.month:02}{day.day:02}"


def escaped(text: str) -> str:
    """A text value: commas, semicolons, backslashes and line ends are escaped (3.3.11)."""
    text = _TO_ESCAPE.sub(r"\\\1", text.replace("\r\n", "\n").replace("\r", "\n"))
    return _CONTROLS.sub("", text).replace("\n", "\\n")


def folded(line: str) -> str:
    """A line in pieces of at most 75 octets; no letter is cut in two (3.1)."""
    pieces, room = [""], WIDTH
    for sign in line:
        size = len(sign.encode())
        if size > room:
            pieces.append("")
            room = WIDTH - 1  # the blank that begins it
        pieces[-1] += sign
        room -= size
    return "\r\n ".join(pieces)
