"""Remove the demo workspace: rows, files and the people who exist only there."""

import shutil
from pathlib import Path

from django.conf import settings
from django.db import transaction

from rapport.accounts.models import Member, User
from rapport.events.models import Event, Job, Seal
from rapport.lib.refusal import Refused
from rapport.workspaces.models import RunningNumber, Workspace
from rapport.workspaces.scope import open_workspace


class NotADemo(Refused):
    """A real workspace is never removed this way."""


@transaction.atomic
def remove(workspace: Workspace) -> None:
    """Delete everything of a demo workspace; what is real is untouched."""
    if not workspace.is_demo:
        raise NotADemo("only a demo workspace can be removed")
    workspace_id = workspace.pk
    users = list(Member.everywhere.filter(workspace=workspace).values_list("user_id", flat=True))
    for model in (Event, Seal, Job, RunningNumber):
        model._default_manager.filter(workspace_id=workspace_id).delete()
    with open_workspace(workspace_id):
        # Owned rows restrict each other, and all of them fall with their workspace.
        workspace.delete()
    User.objects.filter(pk__in=users, memberships=None).delete()
    transaction.on_commit(lambda: _remove_files(workspace_id))


def _remove_files(workspace_id: int) -> None:
    shutil.rmtree(Path(settings.MEDIA_ROOT) / str(workspace_id), ignore_errors=True)
