"""When promises are to be expected: asked of whoever reckons plans, which stands above."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from rapport.promises.models import Promise
from rapport.promises.models.promise import PromiseQuerySet
from rapport.workspaces.models import Workspace

Days = Callable[[Collection[Promise]], Mapping[int, date]]
Late = Callable[[Workspace], Q]


@dataclass(frozen=True, slots=True)
class Forecaster:
    """`days` answers by promise id, in one query; `late` is true of what is expected too late."""

    days: Days
    late: Late


@dataclass(frozen=True, slots=True)
class Outlook:
    """A promise beside the day on which it is expected; None where no plan says one."""

    promise: Promise
    expected: date | None

    @property
    def slips_by(self) -> int:
        """By how many days it will be late; nothing for what is settled or not ours."""
        promise = self.promise
        if not self.expected or not promise.is_open or promise.side != Promise.Side.US:
            return 0
        return max(0, (self.expected - promise.due_on).days)


_forecasters: list[Forecaster] = []


def forecaster(entry: Forecaster) -> None:
    """Say who reckons; called once, and the last one counts."""
    _forecasters[:] = [entry]


def outlooks(promises: Collection[Promise]) -> list[Outlook]:
    """Each of these promises with the day it is expected on, in their order."""
    days = _forecasters[0].days(promises) if _forecasters else {}
    return [Outlook(promise, days.get(promise.pk)) for promise in promises]


def slipping(rows: PromiseQuerySet, workspace: Workspace) -> PromiseQuerySet:
    """Our open promises that are expected after their day."""
    ours = rows.open().filter(side=Promise.Side.US)
    return ours.filter(_forecasters[0].late(workspace)) if _forecasters else ours.none()


def at_risk(rows: PromiseQuerySet, workspace: Workspace, *, today: date) -> PromiseQuerySet:
    """Our open promises that are overdue, or will be by the plan."""
    late = Q(due_on__lt=today)
    if _forecasters:
        late |= _forecasters[0].late(workspace)
    return rows.open().filter(late, side=Promise.Side.US)
