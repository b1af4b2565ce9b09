"""Keep how sure a promised day is when it is given."""

from datetime import date, datetime, timedelta

from rapport.planning.models import PromiseOdds
from rapport.planning.queries.outlook import outlook_of
from rapport.promises.models import Promise

# What was simulated longer before or after a promise was not on the page beside it.
NEAR = timedelta(days=1)


def note(promise: Promise, *, due_on: date, at: datetime) -> None:
    """Note it for a promise of ours; for a day of which nothing was known, nothing is kept."""
    percent = _percent(promise, due_on, at)
    if percent is None:
        PromiseOdds.objects.filter(promise=promise).delete()
        return
    told = {"workspace_id": promise.workspace_id, "percent": percent, "reckoned_at": at}
    PromiseOdds.objects.update_or_create(promise=promise, defaults=told)


def _percent(promise: Promise, due_on: date, at: datetime) -> int | None:
    is_ours = promise.side == Promise.Side.US and not promise.is_taken_over
    found = outlook_of(promise.project) if promise.project and is_ours else None
    if found is None or abs(found.kept.computed_at - at) > NEAR:
        return None
    finish = found.of(promise.task)
    return finish.chance(due_on) if finish else None
