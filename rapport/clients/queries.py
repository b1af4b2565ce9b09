"""The list of clients: searched, ordered, a page at a time."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from rapport.clients.models import Client
from rapport.lib.reader import Reader

PAGE = 50
# The closed list of orders: what it is called in the address, and the columns it stands for.
ORDERS = {"name": "name", "newest": "-created_at"}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody asked to see."""

    text: str = ""
    order: str = "name"
    after: int | None = None


@dataclass(frozen=True, slots=True)
class ClientPage:
    """A page of the list; `after` is where the next begins."""

    clients: Sequence[Client]
    after: int | None


def page(reader: Reader, wanted: Wanted) -> ClientPage:
    """The live clients this reader may see, keyset by keyset."""
    rows = _matching(Client.objects.visible_to(reader).live(), wanted.text.strip())
    column = ORDERS.get(wanted.order, "name")
    if wanted.after is not None:
        rows = _after(rows, column, wanted.after)
    people = Count("contacts", filter=Q(contacts__binned_at=None, contacts__erased_at=None))
    shown = rows.select_related("owner__user").annotate(people=people)
    direction = "-pk" if column.startswith("-") else "pk"
    clients = list(shown.order_by(column, direction)[: PAGE + 1])
    more = len(clients) > PAGE
    return ClientPage(clients[:PAGE], clients[PAGE - 1].pk if more else None)


def _matching(rows: QuerySet[Client], text: str) -> QuerySet[Client]:
    if not text:
        return rows
    by_person = Q(contacts__name__icontains=text) | Q(contacts__email__icontains=text)
    named = Q(name__icontains=text) | Q(key__iexact=text) | Q(domains__domain__icontains=text)
    found = rows.filter(named | by_person).values("pk")
    return rows.filter(pk__in=found)


def _after(rows: QuerySet[Client], column: str, pk: int) -> QuerySet[Client]:
    name = column.lstrip("-")
    last = Client.objects.filter(pk=pk).values(name).first()
    if last is None:
        return rows
    step = "lt" if column.startswith("-") else "gt"
    beyond = Q(**{f"{name}__{step}": last[name]})
    return rows.filter(beyond | Q(**{name: last[name], f"pk__{step}": pk}))
