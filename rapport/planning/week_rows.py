"""Where entries stand in the weeks of a calendar: each in one lane, and none upon another."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from rapport.ui import words

WEEK = 7


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that stands on a day or across several.

    `kind` is task, milestone, deadline or promise; `number` is that of the task or promise.
    `start` is the local moment a task begins at, where it can be moved.
    """

    kind: str
    number: int
    name: str
    first: date
    last: date
    who: str = ""
    start: str = ""
    note: str = ""
    is_done: bool = False
    is_critical: bool = False
    is_late: bool = False
    repeats: bool = False

    @property
    def when(self) -> str:
        """Its day, or its days."""
        if self.first == self.last:
            return words.long(self.first)
        return words.span(self.first, self.last)

    @property
    def brief(self) -> str:
        """What it is, when, and whose: "deadline · 4 Dec 2026 · Robin"."""
        kinds = {
            "milestone": _("milestone"), "deadline": _("deadline"), "promise": _("promised"),
        }  # fmt: skip
        return _joined(kinds.get(self.kind, ""), self.when, self.who, self.note)

    @property
    def said(self) -> str:
        """The same, and how it stands: "deadline · 4 Dec 2026 · Robin · will be late"."""
        return _joined(
            self.brief,
            _("critical") if self.is_critical else "",
            _("done") if self.is_done else "",
            _("will be late") if self.is_late else "",
            _("comes back") if self.repeats else "",
        )


@dataclass(frozen=True, slots=True)
class Segment:
    """What of an entry lies in one week; days are counted from 1, lanes too."""

    entry: Entry
    day: int
    days: int
    lane: int
    goes_on: bool
    came_in: bool


@dataclass(frozen=True, slots=True)
class WeekRow:
    """A week: what is shown, and on how many entries each day has no room."""

    opens: date
    segments: tuple[Segment, ...]
    hidden: tuple[int, ...]


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


def week_rows(
    entries: Sequence[Entry], opens: date, closes: date, *, lanes: int
) -> Iterator[WeekRow]:
    """The weeks from one day to another; no week shows more than so many lanes."""
    ordered = sorted(entries, key=_order)
    while opens <= closes:
        yield _row(ordered, opens, lanes)
        opens += timedelta(days=WEEK)


def by_day(entries: Iterable[Entry], opens: date, closes: date) -> dict[date, list[Entry]]:
    """Each entry once: on its first day of those from one day to another."""
    found: dict[date, list[Entry]] = {}
    for entry in sorted(entries, key=_order):
        if entry.first <= closes and entry.last >= opens:
            found.setdefault(max(entry.first, opens), []).append(entry)
    return dict(sorted(found.items()))


def _order(entry: Entry) -> tuple[date, int, bool, str, int]:
    """Early ones first, of these the long ones; what is done comes last."""
    return entry.first, -(entry.last - entry.first).days, entry.is_done, entry.name, entry.number


def _row(ordered: Sequence[Entry], opens: date, lanes: int) -> WeekRow:
    free = [0] * lanes  # the first place of each lane that is still free
    hidden = [0] * WEEK
    shown = []
    for entry in ordered:
        first, last = (entry.first - opens).days, (entry.last - opens).days
        if last < 0 or first >= WEEK:
            continue
        begin, end = max(first, 0), min(last, WEEK - 1)
        lane = next((place for place, since in enumerate(free) if since <= begin), None)
        if lane is None:
            for day in range(begin, end + 1):
                hidden[day] += 1
            continue
        free[lane] = end + 1
        shown.append(Segment(entry, begin + 1, end - begin + 1, lane + 1, last >= WEEK, first < 0))
    return WeekRow(opens, tuple(shown), tuple(hidden))
