"""What the stream does by the clock."""

from datetime import timedelta

from django.utils.timezone import now

from rapport.events.listeners import every, task
from rapport.events.models import Event
from rapport.events.operations import seals
from rapport.lib import statistics


@every(timedelta(minutes=1))
@task()
def seal_events() -> None:
    """Chain what settled since the last minute, workspace by workspace."""
    fresh = Event.objects.unsealed().values_list("workspace_id", flat=True).distinct()
    for workspace_id in list(fresh):
        while seals.seal(workspace_id, at=now()):
            pass


@every(timedelta(hours=1))
@task()
def gather_statistics() -> None:
    """Let the database see how it has grown."""
    statistics.gather()
