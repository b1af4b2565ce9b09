"""Change a workspace."""

from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction

from rapport.events.actor import Acts
from rapport.events.operations.stream import publish
from rapport.workspaces import events
from rapport.workspaces.models import Workspace


@dataclass(frozen=True, slots=True)
class WorkspaceFacts:
    """What people set about their workspace."""

    name: str
    language: str
    time_zone: str
    currency: str


@transaction.atomic
def change(workspace: Workspace, *, facts: WorkspaceFacts, by: Acts, at: datetime) -> None:
    """Set name, language, time zone and currency. What is the same is not an act."""
    changed = [name for name, value in asdict(facts).items() if getattr(workspace, name) != value]
    if not changed:
        return
    Workspace.objects.filter(pk=workspace.pk).update(**asdict(facts))
    for name in changed:
        setattr(workspace, name, getattr(facts, name))
    publish(events.WORKSPACE_CHANGED, subject=workspace, by=by, at=at, facts={"fields": changed})


@transaction.atomic
def release_mail(workspace: Workspace, *, by: Acts, at: datetime) -> None:
    """Let outgoing mail go again after a restore. Releasing released mail changes nothing."""
    if (
        Workspace.objects.filter(pk=workspace.pk)
        .exclude(mail_held_at=None)
        .update(mail_held_at=None)
    ):
        workspace.mail_held_at = None
        publish(events.WORKSPACE_MAIL_RELEASED, subject=workspace, by=by, at=at)


@transaction.atomic
def dismiss_checklist(workspace: Workspace, *, by: Acts, at: datetime) -> None:
    """Put the set-up checklist away for good."""
    rows = Workspace.objects.filter(pk=workspace.pk, checklist_dismissed_at=None)
    if rows.update(checklist_dismissed_at=at):
        workspace.checklist_dismissed_at = at
        publish(events.WORKSPACE_CHECKLIST_DISMISSED, subject=workspace, by=by, at=at)
