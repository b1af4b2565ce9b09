"""What matters of a client at a glance: marks that upper apps bring to the list of clients.

Each signal answers twice: for a page of rows in one query, and in the database, to filter and
order by. The list begins with the clients whose most pressing signal the client feels first.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Case, IntegerField, OuterRef, QuerySet, Subquery, Value, When
from django.utils.functional import Promise

from rapport.clients.models import Client
from rapport.lib.permissions import Permission
from rapport.lib.reader import Reader
from rapport.workspaces.models import Workspace

QUIET = 1000


@dataclass(frozen=True, slots=True)
class Look:
    """Who looks at the list, and when."""

    reader: Reader
    workspace: Workspace
    at: datetime

    @property
    def today(self) -> date:
        """The workspace's day."""
        return self.at.astimezone(ZoneInfo(self.workspace.time_zone)).date()


@dataclass(frozen=True, slots=True)
class Mark:
    """One thing said of a client, in a few words."""

    text: str
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Signal:
    """`order` is how soon the client feels it; `name` stands in the address.

    `pressing` are the clients it asks somebody to look after, as rows of `client` and `felt`: the
    smaller that is, the sooner they come. `marks` answers by client id, in one query.
    """

    order: int
    name: str
    label: str | Promise
    permission: Permission
    pressing: Callable[[Look], QuerySet[Any]]
    marks: Callable[[Sequence[Client], Look], Mapping[int, Mark]]


_signals: list[Signal] = []


def signal(entry: Signal) -> None:
    """Add a signal to the list of clients; called once from the app's urls module."""
    if all(known.name != entry.name for known in _signals):
        _signals.append(entry)
        _signals.sort(key=lambda known: known.order)


def held(look: Look) -> list[Signal]:
    """The signals that somebody of this role may see."""
    return [known for known in _signals if known.permission.held_by(look.reader.role)]


def concerned(rows: QuerySet[Client], name: str, look: Look) -> QuerySet[Client] | None:
    """The clients this signal presses for, each with its `felt`; None for no such signal."""
    found = next((known for known in held(look) if known.name == name), None)
    if found is None:
        return None
    pressing = found.pressing(look)
    felt = Subquery(pressing.filter(client=OuterRef("pk")).values("felt")[:1])
    return rows.filter(pk__in=pressing.values("client")).annotate(felt=felt)


def by_need(rows: QuerySet[Client], look: Look) -> QuerySet[Client]:
    """With `need`: the order of the most pressing signal, or QUIET."""
    needs = [
        When(pk__in=known.pressing(look).values("client"), then=Value(known.order))
        for known in held(look)
    ]
    need = Case(*needs, default=Value(QUIET), output_field=IntegerField())
    return rows.annotate(need=need)


def marked(clients: Sequence[Client], look: Look) -> list[tuple[Client, list[Mark]]]:
    """Each client with what is to be said of them, what they feel first first."""
    answers = [known.marks(clients, look) for known in held(look)]
    return [
        (client, [answer[client.pk] for answer in answers if client.pk in answer])
        for client in clients
    ]
