"""The exchanges of a period, and the conversations behind each figure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import tzinfo

import numpy as np
from django.db.models import F, Q
from django.db.models.functions import ExtractHour, ExtractIsoWeekDay

from rapport.cases.models import Breach
from rapport.clients.models import Client
from rapport.engine.service_figures import Exchanges, Numbers
from rapport.insights.models import ConversationFact
from rapport.insights.models.fact import FactQuerySet
from rapport.insights.queries import packed
from rapport.insights.queries.period import Period
from rapport.lib.reader import Reader

# What a figure counts: the list behind it.
WHICH: dict[str, Q] = {
    "all": Q(),
    "answered": Q(first_reply__isnull=False),
    "unanswered": Q(first_reply=None),
    "resolved": Q(resolution__isnull=False),
    "one_touch": Q(resolution__isnull=False, replies=1, reopened=0),
    "reopened": Q(reopened__gt=0),
}
HOURS = frozenset(f"{day}-{hour}" for day in range(1, 8) for hour in range(24))


@dataclass(frozen=True, slots=True)
class Whose:
    """A client as figures name it; none has the key "-"."""

    key: str = "-"
    name: str = ""
    tier: int = 0
    tier_name: str = ""


NOBODY = Whose()
Clients = Mapping[int, Whose]


@dataclass(frozen=True, slots=True)
class Known:
    """The exchanges of a period and whose they are, column by column."""

    exchanges: Exchanges
    client: Numbers
    person: Numbers
    channel: Numbers
    kind: Numbers


@dataclass(frozen=True, slots=True)
class Narrowing:
    """Which conversations: of a client (key), a channel, a person (who answered first), a kind, a
    tier of clients."""

    client: str = ""
    channel: str = ""
    person: int | None = None
    kind: str = ""
    tier: int | None = None

    @property
    def as_query(self) -> Q:
        """For facts; "-" is: none."""
        asked = Q()
        if self.client:
            none = Q(conversation__client=None)
            asked &= none if self.client == "-" else Q(conversation__client__key=self.client)
        if self.channel:
            asked &= Q(conversation__channel=self.channel)
        if self.person is not None:
            asked &= Q(first_reply_by=self.person)
        if self.kind:
            none = Q(conversation__case=None)
            asked &= none if self.kind == "-" else Q(conversation__case__kind=self.kind)
        if self.tier is not None:
            asked &= Q(conversation__client__tier=self.tier or None)
        return asked


def facts(reader: Reader, period: Period, narrowing: Narrowing) -> FactQuerySet:
    """Of conversations that a client began in the period."""
    rows: FactQuerySet = ConversationFact.objects.visible_to(reader)
    return rows.filter(began_at__gte=period.start, began_at__lt=period.end).filter(
        narrowing.as_query
    )


def clients(reader: Reader) -> Clients:
    """By id, those in the bin too."""
    rows = Client.objects.visible_to(reader).values_list("pk", "key", "name", "tier", "tier__name")
    return {pk: Whose(key, name, tier or 0, said or "") for pk, key, name, tier, said in rows}


def known(
    reader: Reader, period: Period, narrowing: Narrowing, clients: Clients
) -> tuple[Known, Known]:
    """All of the period and of the one before it, as the engine counts them."""
    seconds, rows = packed.rows_between(reader, period.before.start, period.end)
    asked = _asked(rows, narrowing, clients)
    is_now = seconds >= int(period.start.timestamp())
    return _known(seconds, rows, asked & is_now), _known(seconds, rows, asked & ~is_now)


def _known(seconds: Numbers, rows: Numbers, chosen: Numbers) -> Known:
    these = rows[chosen]
    columns = (these[name] for name in ("first_reply", "resolution", "replies", "reopened"))
    return Known(
        Exchanges(seconds[chosen], *columns),
        these["client"], these["person"], these["channel"], these["kind"],
    )  # fmt: skip


def _asked(rows: Numbers, narrowing: Narrowing, clients: Clients) -> Numbers:
    """Which of the rows the narrowing leaves: the same as its query."""
    asked = np.ones(len(rows), bool)
    if narrowing.client:
        asked &= _of(rows["client"], clients, lambda whose: whose.key == narrowing.client)
    if narrowing.channel:
        asked &= rows["channel"] == packed.CHANNELS.index(narrowing.channel)
    if narrowing.person is not None:
        asked &= rows["person"] == narrowing.person
    if narrowing.kind:
        asked &= rows["kind"] == packed.KINDS.index(narrowing.kind)
    if narrowing.tier is not None:
        asked &= _of(rows["client"], clients, lambda whose: whose.tier == narrowing.tier)
    return asked


def _of(column: Numbers, clients: Clients, is_meant: Callable[[Whose], bool]) -> Numbers:
    """Rows of clients that are meant; one that is no longer there is none."""
    ids = [pk for pk in np.unique(column).tolist() if is_meant(clients.get(pk, NOBODY))]
    return np.isin(column, ids)


def behind(
    reader: Reader, period: Period, narrowing: Narrowing, query: Mapping[str, str]
) -> FactQuerySet:
    """The conversations behind a figure, the slowest of it first."""
    which = query.get("which", "all")
    rows = facts(reader, period, narrowing).filter(WHICH.get(which, Q()))
    if which == "breached":
        rows = rows.filter(conversation__case__in=Breach.objects.values("case"))
    rows = _in_hour(rows, query.get("hour", ""), period.zone)
    order = {"answered": "first_reply", "resolved": "resolution"}.get(which)
    first = [F(order).desc()] if order else []
    return rows.select_related("conversation__client", "first_reply_by__user").order_by(
        *first, "-began_at", "-pk"
    )


def _in_hour(rows: FactQuerySet, wanted: str, zone: tzinfo) -> FactQuerySet:
    """Those that began in this hour of this weekday, as "3-14"; Monday is 1."""
    if wanted not in HOURS:
        return rows
    day, _dash, hour = wanted.partition("-")
    return rows.annotate(
        weekday=ExtractIsoWeekDay("began_at", tzinfo=zone),
        hour=ExtractHour("began_at", tzinfo=zone),
    ).filter(weekday=int(day), hour=int(hour))
