"""Keep how sure a promised day is when it is given."""

from datetime import date, datetime

from rapport.planning.models import PromiseOdds
from rapport.planning.queries.outlook import confidence_of
from rapport.promises.models import Promise


def note(promise: Promise, *, due_on: date, at: datetime) -> None:
    """Note it for an open promise of ours that hangs on a plan; a later day replaces it."""
    if promise.side != Promise.Side.US or promise.project is None or not promise.is_open:
        return
    finish = confidence_of(promise.project, promise.task)
    if finish is None or promise.is_taken_over:
        return
    PromiseOdds.objects.update_or_create(
        promise=promise,
        defaults={
            "workspace_id": promise.workspace_id,
            "percent": finish.chance(due_on),
            "reckoned_at": at,
        },
    )
