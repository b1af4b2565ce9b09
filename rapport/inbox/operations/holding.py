"""Hold back all outgoing mail of a workspace, and release it."""

from datetime import datetime

from django.db import transaction

from rapport.accounts.models import Member
from rapport.events.operations.stream import publish
from rapport.inbox import events
from rapport.inbox.models import Dispatch
from rapport.workspaces.models import Workspace


@transaction.atomic
def hold(workspace: Workspace, *, by: Member, at: datetime) -> None:
    """Nothing leaves any more; what is written waits."""
    if Workspace.objects.filter(pk=workspace.pk, mail_held_at=None).update(mail_held_at=at):
        workspace.mail_held_at = at
        publish(events.MAIL_HELD, subject=workspace, by=by, at=at)


@transaction.atomic
def release(workspace: Workspace, *, by: Member, at: datetime) -> None:
    """A person has looked at what waits and lets it go."""
    held = Workspace.objects.filter(pk=workspace.pk).exclude(mail_held_at=None)
    if held.update(mail_held_at=None):
        workspace.mail_held_at = None
        # Nobody could have sent it meanwhile: it is no older than this moment.
        Dispatch.objects.filter(state=Dispatch.State.WAITING, created_at__lt=at).update(
            created_at=at
        )
        publish(events.MAIL_RELEASED, subject=workspace, by=by, at=at)
