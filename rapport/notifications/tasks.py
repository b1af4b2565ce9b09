"""Looks after everybody's attention, by the clock."""

from datetime import timedelta

from django.db.models import Q
from django.utils.timezone import now

from rapport.events.listeners import every, task
from rapport.notifications.models import Notification
from rapport.notifications.operations import digesting, weighing
from rapport.workspaces.models import Workspace
from rapport.workspaces.scope import open_workspace


# "At once" is within a minute, so that a burst is one interruption.
@every(timedelta(minutes=1))
@task()
def look_after_attention() -> None:
    """Weigh what is new and send the digests that are due, where there is anything."""
    at = now()
    waiting = Notification.everywhere.filter(
        Q(weighed_at=None) | Q(mailed_at=None), read_at=None
    ).values("workspace")
    for workspace in Workspace.objects.filter(pk__in=waiting):
        with open_workspace(workspace.pk):
            weighing.weigh_new(at=at)
            if workspace.mail_held_at is None:
                digesting.send_due(at=at)
