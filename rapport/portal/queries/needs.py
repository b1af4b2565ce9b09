"""What we need from a contact: to approve, to answer, to do."""

from dataclasses import dataclass, field, replace
from datetime import date

from django.utils.translation import gettext as _

from rapport.clients.models import Contact
from rapport.delivery.models import Deliverable
from rapport.lib.reader import Detail
from rapport.lib.visibility import Turn
from rapport.outreach.models import Question
from rapport.projects.models import Project, Task
from rapport.projects.models.task import TaskQuerySet


@dataclass(frozen=True, slots=True)
class Need:
    """One thing, why, until when, and the one page on which it is done."""

    title: str
    why: str
    due: date | None
    action: str
    url_name: str
    number: int | None = None
    query: str = ""
    project_id: int | None = field(default=None)


def needs(contact: Contact, project: Project | None = None) -> list[Need]:
    """What is wanted soonest first; things without a day last."""
    found = [*_approvals(contact), *_questions(contact), *_tasks(contact)]
    if project is not None:
        found = [need for need in found if need.project_id == project.pk]
    return sorted(found, key=lambda need: (need.due is None, need.due or date.max))


def _approvals(contact: Contact) -> list[Need]:
    rows = Deliverable.objects.visible_to(contact.reader).with_client().select_related("project")
    return [
        Need(
            title=_("Approve: %(name)s") % {"name": row.name},
            why=_("%(project)s, version %(n)s") % {"project": row.project.name, "n": row.version},
            due=row.due_on,
            action=_("Review"),
            url_name="portal.deliverable",
            number=row.number,
            project_id=row.project_id,
        )
        for row in rows.order_by("number")
    ]


def _questions(contact: Contact) -> list[Need]:
    rows = Question.objects.visible_to(contact.reader).open().select_related("project")
    return [
        Need(
            title=row.text,
            why=row.why or (row.shown_project.name if row.shown_project else _("A question")),
            due=row.needed_by,
            action=_("Answer"),
            url_name="portal.question",
            number=row.number,
            project_id=row.project_id,
        )
        for row in rows.order_by("number")
    ]


def task_of(contact: Contact, key: str, number: int) -> Task | None:
    """A task on which it is their turn."""
    found: Task | None = _their_tasks(contact).filter(project__key=key, number=number).first()
    return found


def _their_tasks(contact: Contact) -> TaskQuerySet:
    """Tasks on which it is their turn, whatever level of detail they chose to read."""
    everything = replace(contact.reader, detail=Detail.EVERYTHING)
    rows: TaskQuerySet = Task.objects.visible_to(everything).open().filter(turn=Turn.CLIENT)
    return rows


def _tasks(contact: Contact) -> list[Need]:
    return [
        Need(
            title=row.name,
            why=row.project.name,
            due=row.deadline,
            action=_("Write to us"),
            url_name="portal.write",
            query=f"project={row.project.key}&task={row.number}",
            project_id=row.project_id,
        )
        for row in _their_tasks(contact).select_related("project").order_by("project", "position")
    ]
