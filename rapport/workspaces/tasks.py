"""What the clock does with workspaces."""

from datetime import timedelta

from django.utils.timezone import now

from rapport.events.listeners import every, task
from rapport.workspaces.models import Workspace
from rapport.workspaces.operations import bin, submissions
from rapport.workspaces.scope import open_workspace


@every(timedelta(days=1))
@task()
def empty_bins() -> None:
    """Let go of what lay in the bin for 30 days and of old forms, workspace by workspace."""
    for workspace in Workspace.objects.all():
        with open_workspace(workspace.pk):
            bin.empty(workspace, at=now())
            submissions.forget(at=now())
