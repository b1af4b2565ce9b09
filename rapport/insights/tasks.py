"""Keeps the facts up with the events, by the clock."""

from datetime import timedelta

from django.utils.timezone import now

from rapport.events.listeners import every, task
from rapport.insights.operations import counting, packing, rhythms
from rapport.workspaces.models import Workspace
from rapport.workspaces.scope import open_workspace


# No listener: a mail that comes in or goes out costs nothing here.
@every(timedelta(minutes=1))
@task(lease=timedelta(minutes=5))
def count_facts() -> None:
    """Count what events touched."""
    at = now()
    for workspace in Workspace.objects.all():
        with open_workspace(workspace.pk):
            counting.catch_up(workspace, at=at)


@every(timedelta(hours=1))
@task(lease=timedelta(minutes=5))
def count_rhythms() -> None:
    """Who writes how often; a client who writes again is silent no more within the hour. And
    whether the packed days are still whole."""
    at = now()
    for workspace in Workspace.objects.all():
        with open_workspace(workspace.pk):
            rhythms.count(workspace, at=at)
            packing.mark_wrong(workspace)
