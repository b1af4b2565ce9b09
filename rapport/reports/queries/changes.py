"""What changed in the span: work done, decisions, answers, cases."""

from collections.abc import Iterator

from rapport.cases.models import Case
from rapport.delivery.models import Deliverable, SignOff
from rapport.events.models import Event
from rapport.inbox.models import Conversation
from rapport.lib.reader import Detail
from rapport.lib.visibility import Visibility
from rapport.outreach.models import Question
from rapport.projects.models import Task
from rapport.projects.queries.transfers import told_in
from rapport.reports.facts import Citation, Fact
from rapport.reports.queries import moves
from rapport.reports.queries.progress import cite
from rapport.reports.queries.span import Span

SECTION = "changed"


def facts(span: Span) -> Iterator[Fact]:
    """In the order a client cares: days that moved, decisions, answers, cases, then tasks."""
    yield from moves.facts(span)
    yield from _handed_over(span)
    yield from _decisions(span)
    yield from _answers(span)
    yield from _cases(span)
    yield from _tasks(span)


def _decisions(span: Span) -> Iterator[Fact]:
    rows = SignOff.objects.filter(deliverable__project=span.project, decided_at__range=span.moments)
    for row in rows.select_related("deliverable").order_by("decided_at"):
        deliverable = row.deliverable
        yield Fact(
            SECTION,
            row.decision,
            {"name": deliverable.name, "version": row.version},
            (Citation("deliverable", str(deliverable.number), deliverable.name),),
            internal=deliverable.visibility == Visibility.INTERNAL,
            tone="good" if row.decision == SignOff.Decision.APPROVED else "bad",
        )


def _handed_over(span: Span) -> Iterator[Fact]:
    rows = Deliverable.objects.filter(project=span.project, submitted_at__range=span.moments)
    for row in rows.live().order_by("submitted_at"):
        yield Fact(
            SECTION,
            "submitted",
            {"name": row.name, "version": row.version},
            (Citation("deliverable", str(row.number), row.name),),
            internal=row.visibility == Visibility.INTERNAL,
        )


def _answers(span: Span) -> Iterator[Fact]:
    rows = Question.objects.live().filter(project=span.project, answered_at__range=span.moments)
    for row in rows.order_by("answered_at"):
        source = Citation("question", str(row.number), row.text)
        values = {"text": row.text}
        yield Fact(
            SECTION, "answered", values, (source,),
            level=Detail.MILESTONES, only_for=row.contact_id,
        )  # fmt: skip


def _cases(span: Span) -> Iterator[Fact]:
    """Subjects are a conversation's: shown only to staff, since a report goes to several people."""
    start, end = span.moments
    rows = Case.objects.live().filter(project=span.project).select_related("conversation", "client")
    for row in rows.filter(opened_at__range=(start, end)).order_by("opened_at"):
        values = {"kind": row.kind, "subject": row.conversation.subject}
        tone = "bad" if row.kind == Case.Kind.COMPLAINT else ""
        yield Fact(SECTION, "case_opened", values, (_cite(row),), internal=True, tone=tone)
    for row in rows.filter(closed_at__range=(start, end)).order_by("closed_at"):
        values = {"subject": row.conversation.subject}
        yield Fact(SECTION, "case_closed", values, (_cite(row),), internal=True, tone="good")


def _cite(case: Case) -> Citation:
    talk: Conversation = case.conversation
    return Citation("conversation", str(talk.number), case.reference)


def _tasks(span: Span) -> Iterator[Fact]:
    """Tasks of the project that the stream says were completed in the span, and that still are."""
    events = Event.objects.in_workspace(span.project.workspace_id).filter(
        project_id__in=told_in(span.project),
        verb__in=["task.completed", "tasks.changed"],
        at__range=span.moments,
    )
    ids: set[int] = set()
    for event in events:
        if event.verb == "task.completed":
            ids.add(event.subject_id)
        elif event.facts.get("now") == Task.State.DONE:
            ids.update(int(pk) for pk in event.facts.get("was", {}))
    rows = Task.objects.live().filter(project=span.project, pk__in=ids, state=Task.State.DONE)
    for task in rows.select_related("project").order_by("position"):
        yield Fact(
            SECTION,
            "completed",
            {"name": task.name},
            (cite(task),),
            internal=task.visibility == Visibility.INTERNAL,
            level=Detail.MILESTONES if task.is_milestone else Detail.TASKS,
            tone="good",
        )
