"""The exchanges of a period, in one query, and the conversations behind each figure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import tzinfo

from django.db.models import F, Q
from django.db.models.functions import ExtractHour, ExtractIsoWeekDay

from rapport.cases.models import Breach
from rapport.engine.service_figures import Exchange
from rapport.insights.models import ConversationFact
from rapport.insights.models.fact import FactQuerySet
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
class Known:
    """An exchange and whose it is; names stand beside keys, so that no name is asked for."""

    exchange: Exchange
    client: tuple[str, str]
    channel: str
    person: int | None
    kind: str
    tier: tuple[int, str]


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


def known(reader: Reader, period: Period, narrowing: Narrowing) -> list[Known]:
    """All of them, as the engine counts them."""
    rows = facts(reader, period, narrowing).values_list(
        "began_at", "first_reply", "resolution", "replies", "reopened",
        "conversation__client__key", "conversation__client__name", "conversation__channel",
        "first_reply_by", "conversation__case__kind",
        "conversation__client__tier", "conversation__client__tier__name",
    )  # fmt: skip
    return [
        Known(
            Exchange(began, first, resolution, replies, reopened),
            (key or "-", name or ""), channel, person, kind or "-", (tier or 0, tier_name or ""),
        )
        for began, first, resolution, replies, reopened, key, name, channel, person, kind,
        tier, tier_name in rows
    ]  # fmt: skip


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
