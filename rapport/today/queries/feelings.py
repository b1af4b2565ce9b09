"""How clients feel: what they said, and what we kept."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Avg, Count, Q

from rapport.cases.models import Case
from rapport.feedback.models import Answer
from rapport.lib.reader import Reader
from rapport.promises.models import Promise

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


def feelings(reader: Reader, *, at: datetime) -> Feelings:
    """Four queries. A guest sees only their projects' promises and complaints."""
    answers = Answer.objects.filter(answered_at__gt=at - ANSWERS_OVER)
    if reader.project_ids is not None:
        answers = answers.filter(invitation__case__project__in=reader.project_ids)
    score = answers.aggregate(mean=Avg("score"), n=Count("pk"))
    state = Promise.State
    promises = Promise.objects.visible_to(reader).live()
    promises = promises.filter(side=Promise.Side.US, settled_at__gt=at - PROMISES_OVER)
    counts = promises.aggregate(
        kept=Count("pk", filter=Q(state=state.KEPT)),
        settled=Count("pk", filter=Q(state__in=[state.KEPT, state.LATE, state.BROKEN])),
    )
    settled = counts["settled"]
    return Feelings(
        csat=score["mean"],
        answers=score["n"],
        kept=round(100 * counts["kept"] / settled) if settled else None,
        settled=settled,
        complaints=Case.objects.visible_to(reader).open().filter(kind=Case.Kind.COMPLAINT).count(),
        last_words=answers.exclude(sentence="")
        .select_related("client")
        .order_by("-answered_at")
        .first(),
    )
