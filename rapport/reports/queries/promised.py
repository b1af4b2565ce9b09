"""Promises: what stands, what the plan says of it, what was kept or broken in the span."""

from collections.abc import Iterator

from rapport.lib.visibility import Visibility
from rapport.planning.queries.promised import expected_on
from rapport.promises.models import Promise
from rapport.reports.facts import Citation, Fact
from rapport.reports.queries.span import Span

SECTION = "promises"
SETTLED = {
    Promise.State.KEPT: ("promise_kept", "good"),
    Promise.State.LATE: ("promise_kept_late", "warn"),
    Promise.State.BROKEN: ("promise_broken", "bad"),
}


def facts(span: Span) -> Iterator[Fact]:
    """Open ones by date, then those settled in the span."""
    rows = (
        Promise.objects.live()
        .filter(project=span.project)
        .select_related("workspace", "task__schedule")
    )
    for promise in rows.filter(state=Promise.State.OPEN).order_by("due_on", "pk"):
        yield _open(promise, span)
    settled = rows.filter(state__in=SETTLED, settled_at__range=span.moments)
    for promise in settled.order_by("settled_at"):
        code, tone = SETTLED[Promise.State(promise.state)]
        theirs = "_by_client" if promise.side == Promise.Side.CLIENT else ""
        yield _fact(promise, code + theirs, tone, {})


def _open(promise: Promise, span: Span) -> Fact:
    if promise.side == Promise.Side.CLIENT:
        late = promise.due_on < span.local_day(span.at)
        return _fact(promise, "client_promise", "warn" if late else "", {})
    if promise.due_on < span.local_day(span.at):
        return _fact(promise, "promise_overdue", "bad", {})
    planned = expected_on(promise)
    if planned is None:
        return _fact(promise, "promise_open", "", {})
    at_risk = planned > promise.due_on
    code = "promise_at_risk" if at_risk else "promise_on_course"
    return _fact(promise, code, "bad" if at_risk else "good", {"planned": planned.isoformat()})


def _fact(promise: Promise, code: str, tone: str, more: dict[str, str]) -> Fact:
    return Fact(
        SECTION,
        code,
        {"what": promise.what, "day": promise.due_on.isoformat(), **more},
        (Citation("promise", str(promise.number), promise.what),),
        internal=promise.visibility != Visibility.CLIENT,
        tone=tone,
    )
