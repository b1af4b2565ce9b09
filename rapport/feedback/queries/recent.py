"""How clients feel, from their answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Avg, Count, Max, Q, QuerySet

from rapport.feedback.models import Answer, Holding, Invitation
from rapport.feedback.scores import LOW, SCORES
from rapport.lib.reader import Reader


@dataclass(frozen=True, slots=True)
class Summary:
    """Figures over a period; `average` is None while nobody answered."""

    average: float | None
    count: int
    low: int
    invited: int

    @property
    def rate(self) -> int | None:
        """Answers among those invited, in percent."""
        return round(100 * self.count / self.invited) if self.invited else None


def answers(reader: Reader) -> QuerySet[Answer]:
    """Answers about cases this reader sees: staff all of them, others none."""
    rows: QuerySet[Answer] = Answer.objects.filter(workspace_id=reader.workspace_id)
    return rows.none() if reader.is_contact or reader.project_ids is not None else rows


def summary(reader: Reader, *, since: datetime, client: int | None = None) -> Summary:
    """Average, counts and how many were asked."""
    rows = answers(reader).filter(answered_at__gte=since, **_of(client))
    asked = Invitation.objects.filter(workspace_id=reader.workspace_id, invited_at__gte=since)
    asked = asked.filter(**_of(client))
    found = rows.aggregate(
        average=Avg("score"), count=Count("pk"), low=Count("pk", filter=Q(score__lte=LOW))
    )
    return Summary(**found, invited=asked.count())


@dataclass(frozen=True, slots=True)
class Held:
    """Of what was mended and asked about: how much held, and how much came back."""

    asked: int
    stayed: int
    back: int


def held(reader: Reader, *, since: datetime, client: int | None = None) -> Held:
    """Whether it held, over a period."""
    rows = Holding.objects.filter(workspace_id=reader.workspace_id, asked_at__gte=since)
    if reader.is_contact or reader.project_ids is not None:
        rows = rows.none()
    return Held(
        **rows.filter(**_of(client)).aggregate(
            asked=Count("pk"),
            stayed=Count("pk", filter=Q(held=True)),
            back=Count("pk", filter=Q(held=False)),
        )
    )


def spread(
    reader: Reader, *, since: datetime, client: int | None = None
) -> list[tuple[int, str, int]]:
    """How often each score was given: (score, words, count)."""
    rows = answers(reader).filter(answered_at__gte=since, **_of(client)).values("score")
    counts = {row["score"]: row["n"] for row in rows.annotate(n=Count("pk")).order_by()}
    return [(score, str(label), counts.get(score, 0)) for score, label in SCORES.items()]


@dataclass(frozen=True, slots=True)
class OfClient:
    """One client's feeling."""

    key: str
    name: str
    average: float
    count: int
    last_at: datetime


def by_client(reader: Reader, *, since: datetime) -> Sequence[OfClient]:
    """The least content client first."""
    rows = (
        answers(reader)
        .filter(answered_at__gte=since)
        .values("client__key", "client__name")
        .annotate(average=Avg("score"), count=Count("pk"), last_at=Max("answered_at"))
        .order_by("average", "client__name")
    )
    return [
        OfClient(r["client__key"], r["client__name"], r["average"], r["count"], r["last_at"])
        for r in rows
    ]


def _of(client: int | None) -> dict[str, int]:
    return {} if client is None else {"client": client}
