"""What moved in the span: days that were promised, and the day the plan ends."""

from collections.abc import Iterator
from datetime import datetime

from rapport.events.models import Event
from rapport.lib.visibility import Visibility
from rapport.promises.models import Promise
from rapport.reports.facts import Citation, Fact
from rapport.reports.queries.span import Span

SECTION = "changed"


def facts(span: Span) -> Iterator[Fact]:
    """Promises by their new day, then the plan."""
    rows = Promise.objects.open().filter(project=span.project).exclude(was_due=[])
    for promise in rows.order_by("due_on", "pk"):
        if (was := _day_before(promise, span)) and was != promise.due_on.isoformat():
            yield Fact(
                SECTION,
                "promise_moved",
                {"what": promise.what, "was": was, "day": promise.due_on.isoformat()},
                (Citation("promise", str(promise.number), promise.what),),
                internal=promise.visibility != Visibility.CLIENT,
                tone="warn",
            )
    yield from _finish(span)


def _day_before(promise: Promise, span: Span) -> str:
    """The day that was promised when the span began, if it was moved since."""
    start, end = span.moments
    moves = (m for m in promise.was_due if start <= datetime.fromisoformat(m["moved_at"]) < end)
    first = next(moves, None)
    return str(first["due_on"]) if first else ""


def _finish(span: Span) -> Iterator[Fact]:
    """Where the plan ended before and after; for us, the client reads what was promised."""
    told = Event.objects.in_workspace(span.project.workspace_id).filter(
        project_id=span.project.pk, verb="plan.scheduled", at__range=span.moments
    )
    known = [
        (event.facts["was"], event.facts["finish"])
        for event in told.order_by("at", "pk")
        if event.facts.get("was") and event.facts.get("finish")
    ]
    if not known:
        return
    was, now = (
        span.local_day(datetime.fromisoformat(moment)) for moment in (known[0][0], known[-1][1])
    )
    if was != now:
        values = {"was": was.isoformat(), "day": now.isoformat()}
        tone = "warn" if now > was else "good"
        yield Fact(SECTION, "finish_moved", values, internal=True, tone=tone)
