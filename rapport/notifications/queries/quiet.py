"""What somebody muted or put off, with what came meanwhile."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from rapport.lib.reader import Reader
from rapport.notifications.models import Silence
from rapport.notifications.queries.lines import Line
from rapport.notifications.queries.things import Thing, names


@dataclass(frozen=True, slots=True)
class Quiet:
    """A thing that is silent; `line` is what came of it and is unread, if anything."""

    thing: Thing
    title: str
    until: datetime | None
    line: Line | None


def quiet(silences: Sequence[Silence], lines: Sequence[Line], *, reader: Reader) -> list[Quiet]:
    """What ends soonest first, then what was muted. Two queries at most."""
    by_thing = {line.thing: line for line in lines}
    things = [(row.thing_kind, row.thing_id) for row in silences]
    named = names(things, reader) if things else {}
    found = [
        Quiet(thing, _title(named.get(thing), by_thing.get(thing)), row.until, by_thing.get(thing))
        for thing, row in zip(things, silences, strict=True)
    ]
    return sorted(found, key=lambda one: (one.until is None, one.until or 0, one.title))


def _title(name: str | None, line: Line | None) -> str:
    return name or (line.title if line else _("A thing without a client"))
