"""What stands beside the figures: satisfaction, missed targets and why, and hours."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Avg, Count, Q, QuerySet, Sum

from rapport.cases.models import Breach, Case
from rapport.feedback.queries.recent import answers
from rapport.insights.queries.exchanges import Narrowing
from rapport.insights.queries.period import Period
from rapport.lib.reader import Reader
from rapport.timesheets.models import TimeEntry

MOST_REASONS = 8


@dataclass(frozen=True, slots=True)
class Satisfaction:
    """The mean of 1 to 5, None without answers."""

    mean: float | None
    answers: int


@dataclass(frozen=True, slots=True)
class Missed:
    """How many targets were missed, by which, and why as people said."""

    total: int
    unexplained: int
    targets: Sequence[tuple[str, int]]
    reasons: Sequence[tuple[str, int]]


@dataclass(frozen=True, slots=True)
class Hours:
    """Minutes noted beside conversations."""

    billable: int
    other: int


def satisfaction(reader: Reader, period: Period, narrowing: Narrowing) -> Satisfaction:
    """What clients said in the period."""
    rows = answers(reader).filter(answered_at__gte=period.start, answered_at__lt=period.end)
    found = rows.filter(_about(narrowing, "invitation__case__conversation")).aggregate(
        mean=Avg("score"), answers=Count("pk")
    )
    return Satisfaction(**found)


def satisfaction_by_client(reader: Reader, period: Period) -> dict[str, Satisfaction]:
    """By the client's key."""
    rows = answers(reader).filter(answered_at__gte=period.start, answered_at__lt=period.end)
    grouped = rows.order_by().values("client__key").annotate(mean=Avg("score"), n=Count("pk"))
    return {
        key: Satisfaction(mean, n)
        for key, mean, n in grouped.values_list("client__key", "mean", "n")
    }


def missed(reader: Reader, period: Period, narrowing: Narrowing) -> Missed:
    """In the period, whenever the conversation began. Two queries."""
    rows = _breaches(reader, period, narrowing).order_by()
    labels = dict(Breach.Target.choices)
    counts = rows.values("target").annotate(n=Count("pk"), silent=Count("pk", filter=Q(reason="")))
    targets = list(counts.order_by("-n").values_list("target", "n", "silent"))
    said = rows.exclude(reason="").values("reason").annotate(n=Count("pk"))
    reasons = said.order_by("-n", "reason").values_list("reason", "n")[:MOST_REASONS]
    return Missed(
        total=sum(n for _target, n, _silent in targets),
        unexplained=sum(silent for _target, _n, silent in targets),
        targets=[(str(labels[target]), n) for target, n, _silent in targets],
        reasons=list(reasons),
    )


def _breaches(reader: Reader, period: Period, narrowing: Narrowing) -> QuerySet[Breach]:
    cases = Case.objects.visible_to(reader).live().filter(_about(narrowing, "conversation"))
    rows: QuerySet[Breach] = Breach.objects.filter(case__in=cases)
    return rows.filter(missed_at__gte=period.start, missed_at__lt=period.end)


def hours(reader: Reader, period: Period, narrowing: Narrowing) -> Hours:
    """Of the days of the period. A guest sees their own."""
    rows = TimeEntry.objects.visible_to(reader).live().filter(conversation__isnull=False)
    rows = rows.filter(day__gte=period.first, day__lte=period.last)
    found = rows.filter(_about(narrowing, "conversation")).aggregate(
        billable=Sum("minutes", filter=Q(unbilled="")),
        other=Sum("minutes", filter=~Q(unbilled="")),
    )
    return Hours(found["billable"] or 0, found["other"] or 0)


def _about(narrowing: Narrowing, talk: str) -> Q:
    """Of conversations that the narrowing leaves; a person is whoever holds them."""
    asked = Q()
    if narrowing.client:
        none = Q(**{f"{talk}__client": None})
        asked &= (
            none if narrowing.client == "-" else Q(**{f"{talk}__client__key": narrowing.client})
        )
    if narrowing.channel:
        asked &= Q(**{f"{talk}__channel": narrowing.channel})
    if narrowing.person is not None:
        asked &= Q(**{f"{talk}__assignee": narrowing.person})
    if narrowing.kind:
        none = Q(**{f"{talk}__case": None})
        asked &= none if narrowing.kind == "-" else Q(**{f"{talk}__case__kind": narrowing.kind})
    if narrowing.tier is not None:
        asked &= Q(**{f"{talk}__client__tier": narrowing.tier or None})
    return asked
