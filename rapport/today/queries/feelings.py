"""How clients feel: what they said, and what we kept."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Avg, Count, Q, QuerySet

from rapport.feedback.models import Answer
from rapport.lib.reader import Reader
from rapport.promises.models import Promise
from rapport.today.queries.need import Desk
from rapport.workspaces.visible import VisibleTo

ANSWERS_OVER = timedelta(days=30)
PROMISES_OVER = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Feelings:
    """`csat` is the mean of 1–5, None without answers; `kept` the share kept in time, 0–100."""

    csat: float | None
    answers: int
    kept: int | None
    settled: int
    complaints: int
    last_words: Answer | None


def feelings(desk: Desk) -> Feelings:
    """A guest sees only their projects' promises and complaints."""
    since = desk.at - ANSWERS_OVER
    mean, answers = _SCORE.first(desk.reader, since) or (None, 0)
    settled, kept = _SETTLED.first(desk.reader, desk.at - PROMISES_OVER) or (0, 0)
    return Feelings(
        csat=mean,
        answers=answers,
        kept=round(100 * kept / settled) if settled else None,
        settled=settled,
        complaints=sum(desk.complaints.values()),
        last_words=_LAST_WORDS.first(desk.reader, since) if answers else None,
    )


def _answers(reader: Reader, since: datetime) -> QuerySet[Answer]:
    rows: QuerySet[Answer] = Answer.objects.filter(answered_at__gt=since)
    if reader.project_ids is None:
        return rows
    return rows.filter(invitation__case__project__in=reader.project_ids)


def _settled(reader: Reader, since: datetime) -> QuerySet[Promise]:
    state = Promise.State
    rows = Promise.objects.visible_to(reader).live().filter(side=Promise.Side.US)
    return rows.filter(settled_at__gt=since, state__in=[state.KEPT, state.LATE, state.BROKEN])


# Grouped by the workspace: one row, or none where there is nothing.
_SCORE = VisibleTo(
    lambda reader, since: (
        _answers(reader, since)
        .order_by()
        .values("workspace")
        .annotate(mean=Avg("score"), n=Count("pk"))
        .values_list("mean", "n")
    )
)
_SETTLED = VisibleTo(
    lambda reader, since: (
        _settled(reader, since)
        .order_by()
        .values("workspace")
        .annotate(n=Count("pk"), kept=Count("pk", filter=Q(state=Promise.State.KEPT)))
        .values_list("n", "kept")
    )
)
_LAST_WORDS = VisibleTo(
    lambda reader, since: (
        _answers(reader, since)
        .exclude(sentence="")
        .select_related("client")
        .order_by("-answered_at")[:1]
    )
)
