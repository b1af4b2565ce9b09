"""Hours spent, against the budget: for staff, and for contacts who chose to see everything."""

from collections.abc import Iterator

from django.db.models import Sum

from rapport.lib.reader import Detail
from rapport.reports.facts import Fact
from rapport.reports.queries.span import Span
from rapport.timesheets.models import TimeEntry

SECTION = "hours"


def facts(span: Span) -> Iterator[Fact]:
    """In the span, and in all with what was spent before a take-over."""
    entries = TimeEntry.objects.live().filter(project=span.project)
    here = _sum(entries.filter(day__range=(span.since, span.until)))
    total = _sum(entries) + span.project.spent_before_minutes
    if total:
        yield Fact(SECTION, "spent", {"time": here}, level=Detail.EVERYTHING)
        yield _total(total, span.project.budget_minutes)


def _total(total: int, budget: int | None) -> Fact:
    if budget is None:
        return Fact(SECTION, "spent_total", {"time": total}, level=Detail.EVERYTHING)
    # What was budgeted is between us and whoever pays; it stays inside.
    return Fact(
        SECTION,
        "spent_budget",
        {"time": total, "budget": budget},
        internal=True,
        tone="bad" if total > budget else "",
    )


def _sum(rows: object) -> int:
    return rows.aggregate(sum=Sum("minutes"))["sum"] or 0  # type: ignore[attr-defined]
