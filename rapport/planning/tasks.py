"""What the clock does for plans."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from django.utils.timezone import localdate, now

from rapport.events.listeners import every, task
from rapport.planning.models import PlanState
from rapport.planning.operations.scheduling import reschedule
from rapport.projects.models import Project
from rapport.workspaces.models import Workspace
from rapport.workspaces.scope import open_workspace


@every(timedelta(hours=1))
@task()
def reckon_forecasts() -> None:
    """Once a day, where it has become a new day: what is overdue now moves what comes after."""
    for workspace in Workspace.objects.all():
        with open_workspace(workspace.pk):
            for project in _of_yesterday(workspace):
                reschedule(project, at=now())


def _of_yesterday(workspace: Workspace) -> list[Project]:
    today = localdate(timezone=ZoneInfo(workspace.time_zone))
    old = PlanState.objects.filter(forecast_on__lt=today).values("project")
    rows = Project.objects.active().filter(pk__in=old).select_related("workspace")
    return list(rows)
