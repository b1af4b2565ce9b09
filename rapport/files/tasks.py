"""What the clock does with files."""

from datetime import timedelta

from django.utils.timezone import now

from rapport.events.listeners import every, task
from rapport.files.operations import files
from rapport.workspaces.models import Workspace
from rapport.workspaces.scope import open_workspace


@every(timedelta(days=1))
@task()
def forget_orphans() -> None:
    """Let go of uploads that nothing was made of."""
    for workspace_id in Workspace.objects.values_list("pk", flat=True):
        with open_workspace(workspace_id):
            files.forget_orphans(workspace_id, at=now())
            files.forget_strays(workspace_id)
