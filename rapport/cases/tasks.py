"""The clock's look at running targets."""

from datetime import timedelta

from django.db.models import Q
from django.utils.timezone import now

from rapport.cases.models import Case
from rapport.cases.operations import undoing
from rapport.cases.operations.warning import tell_due
from rapport.events.listeners import every, task
from rapport.lib.visibility import Turn
from rapport.workspaces.scope import open_workspace


@every(timedelta(minutes=1))
@task()
def watch_targets() -> None:
    """Tell which targets are near and which were missed, in every workspace with open cases."""
    at = now()
    ours = Q(paused_since=None) | ~Q(conversation__turn=Turn.CLIENT)
    running = Case.everywhere.open().filter(ours, clock_from__isnull=False)
    for workspace_id in running.values_list("workspace_id", flat=True).distinct():
        with open_workspace(workspace_id):
            undoing.after_stuck_replies(at=at)
            tell_due(at=at)
