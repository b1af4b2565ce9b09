"""Say once that a target is near, and once that it was missed."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from rapport.cases import events
from rapport.cases.models import Case
from rapport.cases.queries import steps
from rapport.cases.queries.course import clock_of
from rapport.cases.queries.hours import book
from rapport.engine.business_time import OpeningHours
from rapport.engine.service_level import Clock
from rapport.events.actor import SYSTEM
from rapport.events.operations.stream import publish

A_LOOK = 500


def tell_due(*, at: datetime) -> int:
    """Tell what became due in the open workspace; returns how much was told."""
    ripe = list(ripe_cases(at)[:A_LOOK])
    hours = book(ripe[0].workspace, ripe) if ripe else None
    return sum(_tell_case(case, hours(case), at) for case in ripe) if hours else 0


def ripe_cases(at: datetime) -> QuerySet[Case]:
    """Running cases of which there is something to be told."""
    running = Case.objects.open().filter(paused_since=None, step_at__lte=at)
    found: QuerySet[Case] = running.select_related("workspace").order_by("step_at", "pk")
    return found


@transaction.atomic
def _tell_case(case: Case, hours: OpeningHours, at: datetime) -> int:
    clock = clock_of(case)
    if clock is None:
        return 0
    told = sum(_tell(case, target, clock, hours, at) for target in steps.running_targets(case))
    step_at = steps.next_step(case, clock, hours, steps.shares())
    Case.objects.filter(pk=case.pk, step_at=case.step_at).update(step_at=step_at)
    return told


def _tell(case: Case, target: str, clock: Clock, hours: OpeningHours, at: datetime) -> bool:
    share, column = steps.reached(case, target, clock, hours, at), f"{target}_told"
    unsaid = Case.objects.filter(pk=case.pk, **{f"{column}__lt": share})
    if not share or not unsaid.update(**{column: share}):
        return False
    setattr(case, column, share)
    due = getattr(case, f"{target}_due")
    facts = {"number": case.number, "target": target, "share": share, "due": due.isoformat()}
    verb = events.TARGET_MISSED if share >= steps.ALL else events.TARGET_NEAR
    publish(verb, subject=case, by=SYSTEM, at=at, facts=facts)
    return True
