"""Whose turn it is, and for how many working days."""

from collections.abc import Iterator

from rapport.cases.models import Case
from rapport.delivery.models import Deliverable
from rapport.lib.reader import Detail
from rapport.lib.visibility import Turn, Visibility
from rapport.outreach.models import Question
from rapport.projects.models import Task
from rapport.reports.facts import Citation, Fact
from rapport.reports.queries.progress import cite
from rapport.reports.queries.span import Span

SECTION = "turn"


def facts(span: Span) -> Iterator[Fact]:
    """What waits for the client, the longest first; then what waits for us."""
    waiting = [*_deliverables(span), *_questions(span), *_tasks(span), *_cases(span)]
    if not waiting:
        yield Fact(SECTION, "wait_nobody", {})
    yield from sorted(waiting, key=lambda fact: (fact.code == "wait_us", -fact.values["days"]))


def _deliverables(span: Span) -> Iterator[Fact]:
    rows = Deliverable.objects.filter(project=span.project).with_client()
    for row in rows.order_by("turn_since"):
        yield Fact(
            SECTION,
            "wait_approval",
            {"name": row.name, "days": span.working_days_since(row.turn_since)},
            (Citation("deliverable", str(row.number), row.name),),
            internal=row.visibility == Visibility.INTERNAL,
            tone="warn",
        )


def _questions(span: Span) -> Iterator[Fact]:
    rows = Question.objects.filter(project=span.project).open()
    for row in rows.order_by("asked_at"):
        values = {"text": row.text, "days": span.working_days_since(row.asked_at)}
        source = Citation("question", str(row.number), row.text)
        whose = row.contact_id
        yield Fact(SECTION, "wait_answer", values, (source,), tone="warn", only_for=whose)


def _tasks(span: Span) -> Iterator[Fact]:
    rows = Task.objects.filter(project=span.project, turn=Turn.CLIENT).open()
    for row in rows.select_related("project").order_by("turn_since"):
        since = row.turn_since or row.created_at
        yield Fact(
            SECTION,
            "wait_task",
            {"name": row.name, "days": span.working_days_since(since)},
            (cite(row),),
            internal=row.visibility == Visibility.INTERNAL,
            level=Detail.MILESTONES,
            tone="warn",
        )


def _cases(span: Span) -> Iterator[Fact]:
    """Cases on our desk; their subjects are for staff."""
    rows = Case.objects.filter(project=span.project).open().filter(paused_since=None)
    for row in rows.select_related("conversation", "client").order_by("opened_at"):
        talk = row.conversation
        yield Fact(
            SECTION,
            "wait_us",
            {"name": talk.subject, "days": span.working_days_since(talk.turn_since)},
            (Citation("conversation", str(talk.number), row.reference),),
            internal=True,
        )
