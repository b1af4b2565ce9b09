"""Make a promise: note what was said to whom, for what date."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from rapport.accounts.models import Member
from rapport.clients.models import Client, Contact
from rapport.events.actor import Acts
from rapport.events.operations.stream import publish
from rapport.inbox.models import Message
from rapport.lib.refusal import Refused
from rapport.lib.visibility import Visibility
from rapport.projects.models import Project, Task
from rapport.promises import events
from rapport.promises.models import Promise
from rapport.workspaces.operations.numbers import next_number


class CannotPromise(Refused):
    """What was given does not belong together."""


@dataclass(frozen=True, slots=True)
class NewPromise:
    """What is promised to which client for which day, and where it was said."""

    client: Client
    what: str
    due_on: date
    project: Project | None = None
    task: Task | None = None
    contact: Contact | None = None
    message: Message | None = None
    side: str = Promise.Side.US
    visibility: str = Visibility.CLIENT
    # When it was said, where that was earlier than now (a plan that was taken over).
    said_at: datetime | None = None

    def check(self) -> None:
        """Refuse parts that belong to somebody else."""
        if not self.what.strip():
            raise CannotPromise(_("Say what is promised."))
        if self.project and self.project.client_id != self.client.pk:
            raise CannotPromise(_("This project belongs to another client."))
        if self.contact and self.contact.client_id != self.client.pk:
            raise CannotPromise(_("This person belongs to another client."))
        if self.task and (self.project is None or self.task.project_id != self.project.pk):
            raise CannotPromise(_("This task belongs to another project."))


@transaction.atomic
def make(new: NewPromise, *, by: Acts, at: datetime) -> Promise:
    """Note a promise. The same words for the same day from the same message are one promise."""
    new.check()
    known = _already(new)
    if known is not None:
        return known
    promise: Promise = Promise.objects.create(
        workspace=new.client.workspace,
        number=next_number(new.client.workspace, "promise"),
        side=new.side,
        what=new.what.strip(),
        client=new.client,
        project=new.project,
        task=new.task,
        contact=new.contact,
        message=new.message,
        made_by=by if isinstance(by, Member) else None,
        made_at=new.said_at or at,
        due_on=new.due_on,
        visibility=new.visibility,
        created_at=at,
    )
    facts = {"number": promise.number, "side": new.side, "due_on": new.due_on.isoformat()}
    publish(events.MADE, subject=promise, by=by, at=at, facts=facts)
    return promise


@transaction.atomic
def tie(promise: Promise, task: Task | None, *, by: Acts, at: datetime) -> None:
    """Compare a promise with the forecast of this task; with none it stands for itself."""
    if task and task.project_id != promise.project_id:
        raise CannotPromise(_("This task belongs to another project."))
    rows = Promise.objects.open().filter(pk=promise.pk).exclude(task=task)
    if not rows.update(task=task, outlook=Promise.Outlook.UNKNOWN):
        return
    promise.task, promise.outlook = task, Promise.Outlook.UNKNOWN
    facts = {"number": promise.number, "task": task.pk if task else None}
    publish(events.TIED, subject=promise, by=by, at=at, facts=facts)


def _already(new: NewPromise) -> Promise | None:
    if new.message is None:
        return None
    same = Promise.objects.live().filter(
        message=new.message, what=new.what.strip(), due_on=new.due_on
    )
    return same.first()
