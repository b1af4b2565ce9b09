"""Prepare a deliverable and hand it over, version by version."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from rapport.clients.models import Contact
from rapport.delivery import events
from rapport.delivery.models import Deliverable, DeliverableFile
from rapport.events.actor import Acts
from rapport.events.operations.stream import publish
from rapport.files.models import StoredFile
from rapport.lib.refusal import Refused
from rapport.lib.visibility import Turn, Visibility
from rapport.projects.models import Project, Task
from rapport.workspaces.operations import bin as workspace_bin
from rapport.workspaces.operations.numbers import next_number


class CannotHandOver(Refused):
    """It is not in our hands, or nothing is there to look at."""


@dataclass(frozen=True, slots=True)
class DeliverableFacts:
    """What it is, what to look at, who decides and until when an answer is wanted."""

    name: str
    description: str = ""
    task: Task | None = None
    due_on: date | None = None
    contact: Contact | None = None

    def check(self, project: Project) -> None:
        """Refuse parts of another project or client."""
        if not self.name.strip():
            raise CannotHandOver(_("Give it a name."))
        if self.task and self.task.project_id != project.pk:
            raise CannotHandOver(_("This task belongs to another project."))
        if self.contact and self.contact.client_id != project.client_id:
            raise CannotHandOver(_("This person belongs to another client."))

    def columns(self) -> dict[str, object]:
        """As columns to write."""
        return {
            "name": self.name.strip(), "description": self.description.strip(),
            "task": self.task, "due_on": self.due_on, "contact": self.contact,
        }  # fmt: skip


@transaction.atomic
def create(project: Project, *, facts: DeliverableFacts, by: Acts, at: datetime) -> Deliverable:
    """Begin a deliverable; the client sees nothing of it before it is handed over."""
    facts.check(project)
    made: Deliverable = Deliverable.objects.create(
        workspace=project.workspace,
        project=project,
        number=next_number(project.workspace, "deliverable"),
        visibility=Visibility.CLIENT,
        turn_since=at,
        created_at=at,
        **facts.columns(),
    )
    publish(events.CREATED, subject=made, by=by, at=at, facts={"number": made.number})
    return made


@transaction.atomic
def change(deliverable: Deliverable, *, facts: DeliverableFacts, by: Acts, at: datetime) -> None:
    """Change what it says, as long as it is in our hands: what the client reads stands still."""
    facts.check(deliverable.project)
    ours = Deliverable.objects.live().filter(pk=deliverable.pk, state__in=_IN_OUR_HANDS)
    if not ours.update(**facts.columns()):
        raise CannotHandOver(_("The client is looking at it. Withdraw it first to change it."))
    deliverable.refresh_from_db()
    publish(events.CHANGED, subject=deliverable, by=by, at=at, facts={"number": deliverable.number})


@transaction.atomic
def submit(
    deliverable: Deliverable, *, files: Sequence[StoredFile], by: Acts, at: datetime
) -> None:
    """Hand over a version with its files. Each handing over is a version of its own."""
    if not files and not deliverable.description:
        raise CannotHandOver(_("Attach a file, or say what to look at."))
    version = deliverable.version + 1 if deliverable.submitted_at else 1
    ours = Deliverable.objects.live().filter(pk=deliverable.pk, state__in=_IN_OUR_HANDS)
    handed = ours.filter(version=deliverable.version).update(
        state=Deliverable.State.SUBMITTED, version=version, submitted_at=at,
        turn=Turn.CLIENT, turn_since=at,
    )  # fmt: skip
    if not handed:
        raise CannotHandOver(_("It is with the client already, or approved."))
    DeliverableFile.objects.bulk_create(
        DeliverableFile(
            workspace=deliverable.workspace, deliverable=deliverable, version=version, file=file
        )
        for file in files
    )
    deliverable.refresh_from_db()
    facts = {
        "number": deliverable.number,
        "version": version,
        "turn": Turn.CLIENT.value,
        "contact": deliverable.contact_id,
    }
    publish(events.SUBMITTED, subject=deliverable, by=by, at=at, facts=facts)


@transaction.atomic
def withdraw(deliverable: Deliverable, *, by: Acts, at: datetime) -> None:
    """Take it back before the client decided. Withdrawing twice changes nothing."""
    shown = Deliverable.objects.with_client().filter(pk=deliverable.pk)
    if shown.update(state=Deliverable.State.DRAFT, turn=Turn.US, turn_since=at):
        deliverable.refresh_from_db()
        facts = {
            "number": deliverable.number,
            "version": deliverable.version,
            "turn": Turn.US.value,
        }
        publish(events.WITHDRAWN, subject=deliverable, by=by, at=at, facts=facts)


_IN_OUR_HANDS = [Deliverable.State.DRAFT, Deliverable.State.REFUSED]


def discard(deliverable: Deliverable, *, by: Acts, at: datetime) -> None:
    """Put it into the bin, if the client never saw it: what was handed over is part of the story,
    with its decisions."""
    if deliverable.submitted_at is not None:
        raise CannotHandOver(_("The client has seen it, so it stays."))
    workspace_bin.put(deliverable, by=by, at=at)
