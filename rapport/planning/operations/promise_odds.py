"""Keep how sure a promised day is when it is given."""

from datetime import date, datetime, timedelta

from rapport.planning.models import PlanOutlook, PromiseOdds
from rapport.planning.queries.outlook import confidence_of
from rapport.projects.models import Project
from rapport.promises.models import Promise

# What was simulated longer before or after a promise was not on the page beside it.
NEAR = timedelta(days=1)


def note(promise: Promise, *, due_on: date, at: datetime) -> None:
    """Note it for an open promise of ours that hangs on a plan; a later day replaces it."""
    if promise.side != Promise.Side.US or promise.project is None or not promise.is_open:
        return
    finish = confidence_of(promise.project, promise.task)
    if finish is None or promise.is_taken_over or not _was_known(promise.project, at):
        return
    PromiseOdds.objects.update_or_create(
        promise=promise,
        defaults={
            "workspace_id": promise.workspace_id,
            "percent": finish.chance(due_on),
            "reckoned_at": at,
        },
    )


def _was_known(project: Project, at: datetime) -> bool:
    near = PlanOutlook.objects.filter(computed_at__gte=at - NEAR, computed_at__lte=at + NEAR)
    return bool(near.filter(project=project).exists())
