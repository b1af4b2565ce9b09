"""Work of feedback that waits."""

from datetime import timedelta

from django.utils.timezone import now

from rapport.calendars.queries.working_time import opening_hours
from rapport.cases.models import Case
from rapport.engine.business_time import working_minutes
from rapport.events.listeners import every, task
from rapport.feedback.operations import holding, inviting
from rapport.feedback.queries.ripe import anywhere
from rapport.workspaces.models import Workspace
from rapport.workspaces.scope import open_workspace


@task()
def ask_how_it_went(case: int) -> None:
    """Invite, if the case is closed still."""
    rows = Case.objects.live().select_related("workspace", "conversation")
    found = rows.filter(pk=case).first()
    if found is not None:
        inviting.invite(found, at=now())


@every(timedelta(hours=1))
@task()
def ask_whether_it_held() -> None:
    """Ask where the office is open now, in every workspace with something mended some days ago."""
    at = now()
    asking = anywhere(at).values_list("workspace_id", flat=True).distinct()
    for workspace in Workspace.objects.filter(pk__in=list(asking.order_by())):
        with open_workspace(workspace.pk):
            if working_minutes(at, at + timedelta(minutes=1), opening_hours(workspace)):
                holding.ask_all(at=at)
