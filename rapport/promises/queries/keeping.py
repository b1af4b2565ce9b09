"""How well promises are kept."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from rapport.promises.models import Promise
from rapport.promises.models.promise import PromiseQuerySet


@dataclass(frozen=True, slots=True)
class Keeping:
    """Counts of our own promises; `rate` is in percent, None while nothing is due."""

    kept: int
    late: int
    broken: int
    overdue: int
    open: int

    @property
    def due(self) -> int:
        """Those whose day has come: settled ones, and open ones past their day."""
        return self.kept + self.late + self.broken + self.overdue

    @property
    def rate(self) -> int | None:
        """Kept on time, of those whose day has come."""
        return round(100 * self.kept / self.due) if self.due else None


def keeping(promises: PromiseQuerySet, *, today: date) -> Keeping:
    """The record of what we promised among these promises, in one query."""
    state = Promise.State
    counts = (
        promises.live()
        .filter(side=Promise.Side.US)
        .aggregate(
            kept=Count("pk", filter=Q(state=state.KEPT)),
            late=Count("pk", filter=Q(state=state.LATE)),
            broken=Count("pk", filter=Q(state=state.BROKEN)),
            overdue=Count("pk", filter=Q(state=state.OPEN, due_on__lt=today)),
            open=Count("pk", filter=Q(state=state.OPEN, due_on__gte=today)),
        )
    )
    return Keeping(**counts)
