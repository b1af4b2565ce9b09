"""Ask somebody at a client, and take the answer."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from rapport.accounts.models import Member
from rapport.clients.models import Contact
from rapport.events.actor import Acts
from rapport.events.operations.stream import publish
from rapport.lib.refusal import Refused
from rapport.lib.visibility import Turn
from rapport.outreach import events
from rapport.outreach.models import Question
from rapport.projects.models import Project, Task
from rapport.workspaces.operations import bin as workspace_bin
from rapport.workspaces.operations.numbers import next_number

LONGEST_ANSWER = 5000


class CannotAsk(Refused):
    """The parts do not belong together."""


class CannotAnswer(Refused):
    """Nothing was said, or somebody answered already."""


@dataclass(frozen=True, slots=True)
class NewQuestion:
    """What we ask of whom, why, by when, and the answers to choose from."""

    contact: Contact
    text: str
    why: str = ""
    options: tuple[str, ...] = ()
    needed_by: date | None = None
    project: Project | None = None
    task: Task | None = None

    def check(self) -> None:
        """Refuse a project of another client, or a task of another project."""
        if not self.text.strip():
            raise CannotAsk(_("Write the question."))
        if self.project and self.project.client_id != self.contact.client_id:
            raise CannotAsk(_("This project belongs to another client."))
        if self.task and (self.project is None or self.task.project_id != self.project.pk):
            raise CannotAsk(_("This task belongs to another project."))


@transaction.atomic
def ask(new: NewQuestion, *, by: Acts, at: datetime) -> Question:
    """Ask. It is the client's turn; they hear of it with whatever else is asked of them then."""
    new.check()
    question: Question = Question.objects.create(
        workspace=new.contact.workspace,
        number=next_number(new.contact.workspace, "question"),
        client=new.contact.client,
        project=new.project,
        task=new.task,
        contact=new.contact,
        text=new.text.strip(),
        why=new.why.strip(),
        options=[option.strip() for option in new.options if option.strip()],
        needed_by=new.needed_by,
        asked_by=by if isinstance(by, Member) else None,
        asked_at=at,
    )
    facts = {
        "number": question.number,
        "turn": Turn.CLIENT.value,
        "contact": new.contact.pk,
        "needed_by": new.needed_by.isoformat() if new.needed_by else None,
    }
    publish(events.ASKED, subject=question, by=by, at=at, facts=facts)
    return question


@transaction.atomic
def answer(question: Question, *, answer: str, by: Acts, at: datetime) -> None:
    """Take the answer, from the contact or from one of us on their behalf. The same answer twice
    is one answer; another one afterwards is refused."""
    words = answer.strip()[:LONGEST_ANSWER]
    if not words:
        raise CannotAnswer(_("Please choose or write an answer."))
    noted_by = by if isinstance(by, Member) else None
    unanswered = Question.objects.open().filter(pk=question.pk)
    if not unanswered.update(answer=words, answered_at=at, noted_by=noted_by):
        question.refresh_from_db()
        if question.answer == words:
            return
        raise CannotAnswer(_("This question was answered already."))
    question.refresh_from_db()
    facts = {
        "number": question.number,
        "turn": Turn.US.value,
        "on_behalf": noted_by is not None,
    }
    publish(events.ANSWERED, subject=question, by=by, at=at, facts=facts)


def take_back(question: Question, *, by: Acts, at: datetime) -> None:
    """It need not be answered any more."""
    workspace_bin.put(question, by=by, at=at)


def erase_answers(contact_id: int) -> int:
    """Empty the answers an erased contact wrote."""
    theirs = Question.objects.filter(contact=contact_id, noted_by=None).exclude(answer="")
    return theirs.update(answer="")
