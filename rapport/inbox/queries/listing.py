"""The list of conversations: filters and orders from a closed list, paged by key."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.dateparse import parse_datetime
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rapport.inbox.models import Conversation, Participant
from rapport.lib.keys import key_of
from rapport.lib.reader import Reader
from rapport.lib.visibility import Turn

PAGE = 30
FILTERS: Mapping[str, str | Promise] = {
    "waiting": _("Waiting for us"),
    "mine": _("Mine"),
    "client": _("With the client"),
    "closed": _("Closed"),
    "aside": _("Set aside"),
    "all": _("All"),
}


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody wants to see, as the address says it."""

    show: str = "waiting"
    words: str = ""
    # The key of the last row of the page before: "<time>_<id>".
    after: str = ""

    @classmethod
    def of(cls, query: Mapping[str, str]) -> "Question":
        """From a query string; what is not in the list is the first of the list."""
        show = query.get("show", "")
        words = query.get("q", "").replace("\x00", "").strip()[:200]
        fallback = "all" if words else "waiting"
        return cls(show if show in FILTERS else fallback, words, query.get("after", ""))


@dataclass(frozen=True, slots=True)
class Page:
    """One page of conversations, and the key of the next one."""

    conversations: list[Conversation]
    next_key: str = ""


def page(question: Question, reader: Reader, *, size: int | None = None) -> Page:
    """The page somebody asked for. What waits on us comes in the order in which they wait;
    everything else with the latest on top."""
    size = size or PAGE
    rows = _matching(question, reader)
    by_wait = question.show == "waiting"
    field = "turn_since" if by_wait else "last_message_at"
    key = _key(question.after)
    if key is not None:
        at, pk = key
        beyond = "gt" if by_wait else "lt"
        rows = rows.filter(Q(**{f"{field}__{beyond}": at}) | Q(**{field: at, f"pk__{beyond}": pk}))
    order = (field, "pk") if by_wait else (f"-{field}", "-pk")
    rows = rows.select_related("client", "assignee__user").defer("client__notes")
    found = list(rows.order_by(*order)[: size + 1])
    if len(found) <= size:
        return Page(found)
    last = found[size - 1]
    return Page(found[:size], f"{getattr(last, field).isoformat()}_{last.pk}")


def beside(question: Question, reader: Reader, *, size: int) -> list[Conversation]:
    """The first of them for the list beside an open conversation: only what it shows."""
    rows = _matching(question, reader)
    order = ("turn_since", "pk") if question.show == "waiting" else ("-last_message_at", "-pk")
    shown = ("number", "correspondent", "subject", "is_suspicious", "client__name")
    return list(rows.select_related("client").only(*shown).order_by(*order)[:size])


def waiting_count(reader: Reader) -> int:
    """How many conversations wait on us."""
    return int(Conversation.objects.visible_to(reader).waiting_on(Turn.US).count())


def _matching(question: Question, reader: Reader) -> QuerySet[Conversation]:
    rows = Conversation.objects.visible_to(reader)
    open_rows = rows.open()
    chosen: QuerySet[Conversation] = {
        "waiting": lambda: open_rows.filter(turn=Turn.US),
        "mine": lambda: open_rows.filter(assignee=reader.member_id),
        "client": lambda: open_rows.filter(turn__in=[Turn.CLIENT, Turn.THIRD_PARTY]),
        "closed": lambda: rows.live().exclude(closed_at=None),
        "aside": lambda: rows.live().exclude(set_aside_at=None),
        "all": lambda: rows.live(),
    }[question.show]()
    for word in question.words.split()[:6]:
        people = Participant.objects.filter(email__icontains=word).values("conversation")
        chosen = chosen.filter(
            Q(subject__icontains=word)
            | Q(correspondent__icontains=word)
            | Q(client__name__icontains=word)
            | Q(pk__in=people)
        )
    return chosen


def _key(text: str) -> tuple[datetime, int] | None:
    moment, _, pk = text.rpartition("_")
    try:
        at = parse_datetime(moment.replace(" ", "+"))
    except ValueError:
        return None
    if at is None or at.tzinfo is None or not key_of(pk):
        return None
    return at, key_of(pk)
