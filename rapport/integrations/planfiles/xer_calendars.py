"""Calendars of a Primavera XER file: nested text such as (0||2()((0||0(s|08:00|f|16:00)()))).

Each node is (number||name(attributes)(nodes)). Days are numbered from Sunday as 1, exceptions
carry Excel's count of days.
"""

import re
from dataclasses import dataclass, field
from datetime import date, timedelta

from rapport.engine.plan import Calendar, CalendarException, Periods

MOST_TEXT, DEEPEST = 2_000_000, 12
DAY_ZERO = date(1899, 12, 30)
MOST_DAYS = 110_000  # the year 2201
MIDNIGHT = 1440

_TOKEN = re.compile(r"\(\d+\|\|([^()|]*)\(([^()]*)\)\(|\)\s*\)?|[^\s()]+|\(")
_SPACE = re.compile(r"[\s\x7f]+")


class Damaged(ValueError):
    """The text is no calendar."""


@dataclass(slots=True)
class Node:
    """A name, attributes by letter, and the nodes within."""

    name: str
    values: dict[str, str] = field(default_factory=dict)
    inner: list["Node"] = field(default_factory=list)

    def find(self, name: str) -> list["Node"]:
        """The nodes within that node, if there is one of this name."""
        return next((node.inner for node in self.inner if node.name == name), [])


def calendar(uid: str, name: str, text: str, base: str | None) -> Calendar:
    """The engine's calendar. Raises `Damaged`."""
    root = parse(text)
    week: list[Periods | None] = [None if base else ()] * 7
    for day in root.find("DaysOfWeek"):
        if day.name.isdigit() and 1 <= int(day.name) <= 7:
            week[(int(day.name) + 5) % 7] = _periods(day)
    exceptions = [_exception(node) for node in root.find("Exceptions")]
    ordered = sorted(exceptions, key=lambda exception: exception.first)
    return Calendar(uid, name, tuple(week), tuple(ordered), base=base)


def parse(text: str) -> Node:
    """The outermost node."""
    if len(text) > MOST_TEXT:
        raise Damaged(text[:80])
    text = _SPACE.sub("", text)
    open_, root, at = [Node("")], Node(""), 0
    while at < len(text):
        found = _TOKEN.match(text, at)
        if found is None or len(open_) > DEEPEST:
            raise Damaged(text[at : at + 80])
        at = found.end()
        if found[1] is not None:
            node = Node(found[1], _values(found[2]))
            open_[-1].inner.append(node)
            open_.append(node)
        elif found[0] == "))" and len(open_) > 1:
            open_.pop()
        else:
            raise Damaged(found[0][:80])
    if len(open_) != 1 or len(open_[0].inner) != 1:
        raise Damaged(text[:80])
    root = open_[0].inner[0]
    return root


def _values(text: str) -> dict[str, str]:
    parts = text.split("|")
    return dict(zip(parts[::2], parts[1::2], strict=False))


def _periods(node: Node) -> Periods:
    found = []
    for time in node.inner:
        opens, closes = _minute(time.values.get("s", "")), _minute(time.values.get("f", ""))
        if opens < (closes or MIDNIGHT):
            found.append((opens, closes or MIDNIGHT))
    return joined(found)


def joined(periods: list[tuple[int, int]]) -> Periods:
    """Periods in order; those that touch are one."""
    merged: list[tuple[int, int]] = []
    for opens, closes in sorted(periods):
        if merged and opens <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], closes))
        else:
            merged.append((opens, closes))
    return tuple(merged)


def _minute(text: str) -> int:
    hours, _, minutes = text.partition(":")
    if not (hours.isdigit() and minutes[:2].isdigit()):
        raise Damaged(text[:80])
    return min(int(hours) * 60 + int(minutes[:2]), MIDNIGHT)


def _exception(node: Node) -> CalendarException:
    day = node.values.get("d", "")
    if not day.isdigit() or int(day) > MOST_DAYS:
        raise Damaged(day[:80])
    when = DAY_ZERO + timedelta(days=int(day))
    return CalendarException(when, when, _periods(node))
