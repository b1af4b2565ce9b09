"""Alerts as lines: one a thing, with the reasons, ordered by what the client feels first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import ngettext

from rapport.lib.felt import Felt
from rapport.lib.reader import Reader
from rapport.notifications.models import Notification
from rapport.notifications.queries.telling import Told, told
from rapport.notifications.queries.things import Thing, names


@dataclass(frozen=True, slots=True)
class Line:
    """All that is new about one thing. `items` are its alerts, what is felt first before."""

    thing: Thing
    title: str
    items: tuple[Told, ...]

    @property
    def first(self) -> Told:
        """Where the line leads, and what it looks like."""
        return self.items[0]

    @property
    def is_one_record(self) -> bool:
        """Everything in it leads to the same place."""
        return len({item.url for item in self.items}) == 1

    @property
    def why(self) -> str:
        """The reasons, each once."""
        return " · ".join(dict.fromkeys(item.note for item in self.items))

    @property
    def tone(self) -> str:
        """Bad for what the client already feels; plain for what nobody waits for."""
        if self.first.felt < Felt.REPLY_DUE:
            return "bad"
        return "warn" if self.first.felt < Felt.NEWS else ""

    @property
    def last_at(self) -> datetime:
        """When the latest of it came."""
        return max(item.row.last_at for item in self.items)

    @property
    def pks(self) -> list[int]:
        """The alerts it stands for."""
        return [item.row.pk for item in self.items]

    @property
    def interrupted(self) -> Told | None:
        """The alert that interrupted, if one did."""
        return next((item for item in self.items if item.row.interrupted_at), None)

    @property
    def held(self) -> str:
        """Why it did not interrupt; empty if it did or nobody has decided yet."""
        return "" if self.interrupted else next((i.row.held for i in self.items if i.row.held), "")


@dataclass(frozen=True, slots=True)
class ThenRead:
    """What is new, then what was read: one list to turn the pages of."""

    lines: Sequence[Line]
    read: QuerySet[Notification]

    def __len__(self) -> int:
        return len(self.lines) + self.read.count()

    def __getitem__(self, part: slice) -> list[Any]:
        start, stop = part.start or 0, part.stop
        new = list(self.lines[start:stop])
        begin = max(0, start - len(self.lines))
        return new + list(self.read[begin : begin + (stop - start) - len(new)])


def ranked(rows: Iterable[Notification], *, reader: Reader, slug: str) -> list[Line]:
    """One line a thing. A fixed number of queries, however many alerts.

    What is about one record is one line, even where it belonged to another thing meanwhile: it may
    have come into a project between two alerts.
    """
    by_thing: dict[Thing, list[Told]] = {}
    home: dict[str, Thing] = {}
    for item in told(rows, reader=reader, slug=slug):
        thing = home.setdefault(item.url, (item.row.thing_kind, item.row.thing_id))
        by_thing.setdefault(thing, []).append(item)
    named = names(by_thing, reader)
    lines = [_line(thing, items, named.get(thing, "")) for thing, items in by_thing.items()]
    return sorted(lines, key=lambda line: (line.first.felt, line.first.row.first_at))


def _line(thing: Thing, items: list[Told], name: str) -> Line:
    items.sort(key=lambda item: (item.felt, item.row.first_at))
    line = Line(thing, items[0].title, tuple(items))
    if line.is_one_record or not name:
        return line
    said = ngettext("%(n)s thing about %(name)s", "%(n)s things about %(name)s", len(items))
    return Line(thing, said % {"n": len(items), "name": name}, tuple(items))
