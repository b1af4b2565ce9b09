"""The list of clients, searched, narrowed, ordered, a page at a time; and when one is closed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from rapport.clients import signals
from rapport.clients.models import Client, Closure, Contact
from rapport.clients.signals import Look, Mark

PAGE = 50
# The closed list of orders: what it is called in the address, and the columns it stands for.
ORDERS = {
    "need": ("need", "name", "pk"),
    "name": ("name", "pk"),
    "newest": ("-created_at", "-pk"),
}
BY_SIGNAL = ("felt", "pk")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody asked to see; `show` is the name of a signal, or empty for everybody."""

    text: str = ""
    order: str = "need"
    after: int | None = None
    show: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A client with what is to be said of them."""

    client: Client
    marks: Sequence[Mark]
    people: int


@dataclass(frozen=True, slots=True)
class ClientPage:
    """A page of the list; `after` is where the next begins."""

    rows: Sequence[Row]
    after: int | None


def page(look: Look, wanted: Wanted) -> ClientPage:
    """The live clients this reader may see, keyset by keyset. A fixed number of queries."""
    rows = _matching(Client.objects.visible_to(look.reader).live(), wanted.text.strip())
    columns = ORDERS.get(wanted.order, ORDERS["need"])
    narrowed = signals.concerned(rows, wanted.show, look)
    if narrowed is not None:
        rows = narrowed
        columns = BY_SIGNAL if columns == ORDERS["need"] else columns
    elif "need" in columns:
        rows = signals.by_need(rows, look)
    if wanted.after is not None:
        rows = _after(rows, columns, wanted.after)
    found = list(rows.select_related("owner__user", "tier").order_by(*columns)[: PAGE + 1])
    after = found[PAGE - 1].pk if len(found) > PAGE else None
    return ClientPage(_rows(found[:PAGE], look), after)


def closed_on(client: int, day: date) -> Closure | None:
    """Why a client is closed on a day; None where they are there, as far as is known."""
    found: Closure | None = (
        Closure.objects.from_day(day).filter(client=client, first__lte=day).first()
    )
    return found


def _rows(clients: Sequence[Client], look: Look) -> list[Row]:
    known = Contact.objects.known().filter(client__in=[client.pk for client in clients])
    people = dict(known.values_list("client").annotate(Count("pk")).order_by())
    return [
        Row(client, marks, people.get(client.pk, 0))
        for client, marks in signals.marked(clients, look)
    ]


def _matching(rows: QuerySet[Client], text: str) -> QuerySet[Client]:
    if not text:
        return rows
    by_person = Q(contacts__name__icontains=text) | Q(contacts__email__icontains=text)
    named = Q(name__icontains=text) | Q(key__iexact=text) | Q(domains__domain__icontains=text)
    found = rows.filter(named | by_person).values("pk")
    return rows.filter(pk__in=found)


def _after(rows: QuerySet[Client], columns: tuple[str, ...], pk: int) -> QuerySet[Client]:
    """What comes after a client in this order; all where that client is in it no more."""
    names = [column.lstrip("-") for column in columns]
    last = rows.filter(pk=pk).values(*names).first()
    if last is None:
        return rows
    beyond, same = Q(), Q()
    for column, name in zip(columns, names, strict=True):
        step = "lt" if column.startswith("-") else "gt"
        beyond |= same & Q(**{f"{name}__{step}": last[name]})
        same &= Q(**{name: last[name]})
    return rows.filter(beyond)
