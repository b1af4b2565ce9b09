"""Handing over, sign-off, and questions."""

from datetime import date

from rapport.clients.models import Contact
from rapport.delivery.models import Deliverable
from rapport.delivery.operations import deciding, handing_over
from rapport.delivery.operations.handing_over import DeliverableFacts
from rapport.demo.story.stage import Stage
from rapport.files.operations import files
from rapport.outreach.models import Question
from rapport.outreach.operations import asking
from rapport.outreach.operations.asking import NewQuestion


def hand_over(
    stage: Stage, key: str, name: str, look_at: str, *, due: date | None = None, task: str = ""
) -> Deliverable:
    """Submit something for approval, with a file."""
    by = stage.staff["amara"]
    facts = DeliverableFacts(
        name=name, description=look_at, task=stage.tasks.get((key, task)), due_on=due
    )
    made = handing_over.create(stage.projects[key], facts=facts, by=by, at=stage.at)
    again(stage, made, look_at)
    return made


def again(stage: Stage, deliverable: Deliverable, text: str) -> None:
    """Submit the next version."""
    by = stage.staff["amara"]
    stored = files.store(
        stage.workspace,
        name=f"{deliverable.name}.txt",
        content=f"{deliverable.name}\n\n{text}\n".encode(),
        content_type="text/plain",
        by=by,
        at=stage.at,
    )
    deliverable.refresh_from_db()
    handing_over.submit(deliverable, files=[stored], by=by, at=stage.at)
    stage.settle()


def approve(stage: Stage, deliverable: Deliverable, who: Contact, comment: str = "") -> None:
    """The client says yes."""
    deliverable.refresh_from_db()
    word = deciding.Word(who, deliverable.version, comment)
    deciding.approve(deliverable, word, at=stage.at)
    stage.settle()


def refuse(stage: Stage, deliverable: Deliverable, who: Contact, comment: str) -> None:
    """The client says what should be different."""
    deliverable.refresh_from_db()
    word = deciding.Word(who, deliverable.version, comment)
    deciding.refuse(deliverable, word, at=stage.at)
    stage.settle()


def ask(
    stage: Stage, key: str, who: Contact, text: str, *, options: tuple[str, ...] = (),
    needed: date | None = None,
) -> Question:  # fmt: skip
    """Ask the client one thing."""
    new = NewQuestion(
        contact=who, text=text, options=options, needed_by=needed, project=stage.projects[key]
    )
    question = asking.ask(new, by=stage.staff["amara"], at=stage.at)
    stage.settle()
    return question


def reply(stage: Stage, question: Question, answer: str) -> None:
    """The client answers it."""
    asking.answer(question, answer=answer, by=question.contact, at=stage.at)
    stage.settle()
