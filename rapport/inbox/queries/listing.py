"""The list of conversations: filters and orders from a closed list, paged by key."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.dateparse import parse_datetime
from django.utils.timezone import now

from rapport.clients.models import Client
from rapport.inbox.models import Conversation, Draft
from rapport.inbox.models.conversation import ConversationQuerySet
from rapport.inbox.queries import criteria
from rapport.inbox.queries import words as written
from rapport.inbox.queries.criteria import Chosen
from rapport.inbox.queries.question import FILTERS as FILTERS
from rapport.inbox.queries.question import Question as Question
from rapport.lib.keys import key_of
from rapport.lib.many import among
from rapport.lib.reader import Reader
from rapport.lib.visibility import Turn
from rapport.ui.words import MOST_COUNTED
from rapport.workspaces.visible import VisibleTo

PAGE = 30
SHOWN = (
    "number", "correspondent", "subject", "preview", "client__name", "is_suspicious", "turn",
    "turn_since", "last_message_at", "closed_at", "set_aside_at", "snoozed_until", "priority",
    "is_side", "waits_inside",
)  # fmt: skip
# Clients of this name; with more, the word says little.
MOST_CLIENTS = 20
# What comes in the order of a moment, the earliest first; all else with the latest on top.
AHEAD = {"waiting": "turn_since", "snoozed": "snoozed_until"}
WAITING_STATES = frozenset({"waiting", "mine", "client"})
Order = tuple[str, bool]
SORTED: dict[str, Order] = {
    "newest": ("last_message_at", False), "oldest": ("last_message_at", True),
    "waits": ("turn_since", True),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Page:
    """One page of conversations, and the key of the next one."""

    conversations: list[Conversation]
    next_key: str = ""


def page(
    question: Question,
    reader: Reader,
    *,
    size: int | None = None,
    narrowed: list[Chosen] | None = None,
) -> Page:
    """The page somebody asked for. Unless they want another order, what waits on us comes in that
    in which they wait, what is put off in that in which it comes back; everything else with the
    latest on top."""
    size = size or PAGE
    key = _key(question.after)
    if question.is_plain:
        found = _kept_page(question.show, size)(reader, *(key or ()))
    else:
        rows = matching(question, reader, narrowed=narrowed)
        found = list(_page(rows, _order_of(question), size, *(key or ())))
    if len(found) <= size:
        return Page(found)
    last = found[size - 1]
    field, _ahead = _order_of(question)
    return Page(found[:size], f"{getattr(last, field).isoformat()}_{last.pk}")


def beside(question: Question, reader: Reader, *, size: int) -> list[Conversation]:
    """The first of them for the list beside an open conversation: only what it shows."""
    if question.is_plain:
        return _kept_beside(question.show, size)(reader)
    return list(_page(matching(question, reader), _order_of(question), size - 1))


def matching(
    question: Question, reader: Reader, *, narrowed: list[Chosen] | None = None
) -> QuerySet[Conversation]:
    """All that this reader may see and the question asks for, in no order."""
    rows = _in_state(question.show, reader)
    if narrowed is None:
        narrowed = criteria.chosen(question, reader, at=now())
    for one in narrowed:
        rows = rows.filter(one.condition)
    return rows.filter(_with_words(question.words, reader)) if question.words else rows


def waiting_count(reader: Reader) -> int:
    """How many conversations wait on us, counted no further than the rail says."""
    return _WAITING.count(reader)


def proposed_count(reader: Reader) -> int:
    """How many look as if nobody waited on an answer."""
    return _PROPOSED.count(reader)


def proposed(reader: Reader) -> ConversationQuerySet:
    """Closed ones too: imported history is closed, and there most newsletters lie."""
    rows = Conversation.objects.visible_to(reader).live().filter(set_aside_at=None)
    return rows.exclude(aside_proposal="")


def begun_mail(reader: Reader) -> Draft | None:
    """The new mail that somebody has begun and not sent."""
    found: Draft | None = _BEGUN.first(reader, reader.member_id)
    return found


_WAITING = VisibleTo(
    lambda reader: (
        Conversation.objects.visible_to(reader)
        .waiting_on(Turn.US)
        .values_list("pk")[: MOST_COUNTED + 1]
    )
)
_BEGUN = VisibleTo(
    lambda reader, member: Draft.objects.filter(
        workspace=reader.workspace_id, member=member, conversation=None, discarded_at=None
    )
)
_PROPOSED = VisibleTo(lambda reader: proposed(reader).order_by().values_list("pk"))


@cache
def _kept_page(show: str, size: int) -> VisibleTo:
    """A page of a filter without words: the pages that are opened all day."""
    order = _order_of(Question(show))
    return VisibleTo(lambda reader, *key: _page(_in_state(show, reader), order, size, *key))


@cache
def _kept_beside(show: str, size: int) -> VisibleTo:
    order = _order_of(Question(show))
    return VisibleTo(lambda reader: _page(_in_state(show, reader), order, size - 1))


def _page(
    rows: QuerySet[Conversation], order: Order, size: int, at: Any = None, pk: Any = None
) -> QuerySet[Conversation]:
    """The rows after a key, one more than a page holds; of each what a row of the list says."""
    field, is_ahead = order
    if at is not None:
        beyond = "gt" if is_ahead else "lt"
        rows = rows.filter(Q(**{f"{field}__{beyond}": at}) | Q(**{field: at, f"pk__{beyond}": pk}))
    by = (field, "pk") if is_ahead else (f"-{field}", "-pk")
    return rows.select_related("client").only(*SHOWN).order_by(*by)[: size + 1]


def _order_of(question: Question) -> Order:
    """By which column, and whether the earliest comes first. What is put off has no other order,
    and only what is open waits."""
    show, sort = question.show, question.sort
    if not sort or show == "snoozed" or (sort == "waits" and show not in WAITING_STATES):
        return AHEAD.get(show, "last_message_at"), show in AHEAD
    return SORTED[sort]


def _in_state(show: str, reader: Reader) -> QuerySet[Conversation]:
    rows = Conversation.objects.visible_to(reader)
    open_rows = rows.open()
    chosen: QuerySet[Conversation] = {
        "waiting": lambda: open_rows.filter(turn=Turn.US),
        "mine": lambda: open_rows.filter(assignee=reader.member_id),
        "client": lambda: open_rows.filter(turn__in=[Turn.CLIENT, Turn.THIRD_PARTY]),
        "snoozed": lambda: rows.live().filter(snoozed_until__isnull=False),
        "closed": lambda: rows.live().filter(closed_at__isnull=False),
        "aside": lambda: rows.live().filter(set_aside_at__isnull=False),
        "all": lambda: rows.live(),
    }[show]()
    return chosen


def _with_words(text: str, reader: Reader) -> Q:
    """In which they were written, the newest of them; of that number; or of a client so named."""
    condition = Q(pk__in=among(written.conversations_with(reader, text)))
    if number := key_of(text.lstrip("#")):
        condition |= Q(number=number)
    clients = Client.objects.visible_to(reader).filter(name__icontains=text)
    if found := list(clients.values_list("pk", flat=True)[:MOST_CLIENTS]):
        condition |= Q(client__in=found)
    return condition


def _key(text: str) -> tuple[datetime, int] | None:
    moment, _, pk = text.rpartition("_")
    try:
        at = parse_datetime(moment.replace(" ", "+"))
    except ValueError:
        return None
    if at is None or at.tzinfo is None or not key_of(pk):
        return None
    return at, key_of(pk)
