"""What is open now, by whose turn it is and for how long."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q, QuerySet

from rapport.inbox.models import Conversation
from rapport.insights.queries.exchanges import Narrowing
from rapport.lib.reader import Reader
from rapport.lib.visibility import Turn

# Up to so many days since the turn changed; the last has no end.
AGES = (1, 3, 7, 30, None)


@dataclass(frozen=True, slots=True)
class Waiting:
    """One side's turn: how many in each age, and the sum."""

    turn: Turn
    counts: tuple[int, ...]

    @property
    def total(self) -> int:
        """Of all ages."""
        return sum(self.counts)


def backlog(reader: Reader, narrowing: Narrowing, at: datetime) -> list[Waiting]:
    """One query. History counts, where somebody has left it open, no more than anywhere else."""
    rows = (
        Conversation.objects.visible_to(reader)
        .open()
        .filter(is_history=False, is_side=False)
        .filter(_narrowed(narrowing))
        .order_by()
    )
    aged = {f"age{n}": Count("pk", filter=age(n, at)) for n in range(len(AGES))}
    found = {
        turn: tuple(counts)
        for turn, *counts in rows.values("turn").annotate(**aged).values_list("turn", *aged)
    }
    return [Waiting(turn, found.get(turn, (0,) * len(AGES))) for turn in Turn]


def age(n: int, at: datetime) -> Q:
    """Conversations whose turn has stood still for as long as the n-th age says."""
    asked = Q()
    if n > 0:
        asked &= Q(turn_since__lte=at - timedelta(days=AGES[n - 1] or 0))
    if (most := AGES[n]) is not None:
        asked &= Q(turn_since__gt=at - timedelta(days=most))
    return asked


def _narrowed(narrowing: Narrowing) -> Q:
    asked = Q()
    if narrowing.client:
        asked &= Q(client=None) if narrowing.client == "-" else Q(client__key=narrowing.client)
    if narrowing.channel:
        asked &= Q(channel=narrowing.channel)
    if narrowing.person is not None:
        asked &= Q(assignee=narrowing.person)
    if narrowing.kind:
        asked &= Q(case=None) if narrowing.kind == "-" else Q(case__kind=narrowing.kind)
    if narrowing.tier is not None:
        asked &= Q(client__tier=narrowing.tier or None)
    return asked


def waiting(
    reader: Reader, narrowing: Narrowing, turn: str, n: int, at: datetime
) -> QuerySet[Conversation]:
    """The conversations behind one number, the oldest first."""
    rows: QuerySet[Conversation] = Conversation.objects.visible_to(reader).waiting_on(turn)
    rows = rows.filter(is_history=False, is_side=False).filter(_narrowed(narrowing), age(n, at))
    return rows.select_related("client", "assignee__user").order_by("turn_since", "pk")
