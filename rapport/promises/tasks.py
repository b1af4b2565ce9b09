"""The clock's look at promises."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from django.utils.timezone import localtime, now

from rapport.events.listeners import every, task
from rapport.promises.models import Promise
from rapport.promises.operations import watching
from rapport.workspaces.models import Workspace
from rapport.workspaces.scope import open_workspace

# Nobody is reminded in the night.
MORNING = 7


@every(timedelta(minutes=1))
@task()
def watch_promises() -> None:
    """Tell which promises will slip by the plan, and from the morning on which are due next.

    A minute's pause is on purpose: a bar dragged there and back is no news.
    """
    at = now()
    with_promises = Promise.everywhere.open().values("workspace")
    for workspace in Workspace.objects.filter(pk__in=with_promises):
        here = localtime(at, ZoneInfo(workspace.time_zone))
        with open_workspace(workspace.pk):
            watching.watch_forecasts(workspace, today=here.date(), at=at)
            if here.hour >= MORNING:
                watching.remind(workspace, today=here.date(), at=at)
