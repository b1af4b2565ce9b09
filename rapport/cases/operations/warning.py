"""Say when a target is near and when it was missed, each step of the ladder once."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from rapport.cases import events
from rapport.cases.models import Case
from rapport.cases.operations import missing
from rapport.cases.queries import steps
from rapport.cases.queries.course import clock_of
from rapport.cases.queries.hours import book
from rapport.cases.queries.ladder import ALL, Ladder, ladder
from rapport.engine.business_time import OpeningHours
from rapport.events.actor import SYSTEM
from rapport.events.operations.stream import publish

A_LOOK = 500


def tell_due(*, at: datetime) -> int:
    """Tell what became due in the open workspace; returns how much was told."""
    ripe = list(ripe_cases(at)[:A_LOOK])
    if not ripe:
        return 0
    hours, rungs = book(ripe[0].workspace, ripe), ladder()
    return sum(_tell_case(case.pk, hours, rungs, at) for case in ripe)


def ripe_cases(at: datetime) -> QuerySet[Case]:
    """Running cases of which there is something to be told; none whose conversation was thrown
    away."""
    running = Case.objects.open().filter(
        paused_since=None, step_at__lte=at, conversation__binned_at=None
    )
    found: QuerySet[Case] = running.select_related("workspace").order_by("step_at", "pk")
    return found


@transaction.atomic
def _tell_case(pk: int, hours: Callable[[Case], OpeningHours], rungs: Ladder, at: datetime) -> int:
    """As it is now, held until it is told: since it was found, somebody may have answered."""
    case = ripe_cases(at).filter(pk=pk).select_for_update(of=("self",)).first()
    clock = clock_of(case) if case else None
    if case is None or clock is None:
        return 0
    due = steps.passed(case, clock, hours(case), rungs, at)
    told = sum(_tell(case, target, share, rungs, at) for target, share in due.items())
    case.step_at = steps.next_step(case, clock, hours(case), rungs)
    Case.objects.filter(pk=case.pk).update(step_at=case.step_at)
    return told


def _tell(case: Case, target: str, share: int, rungs: Ladder, at: datetime) -> bool:
    """Everybody on the steps that were passed since the last time is told, once."""
    column = f"{target}_told"
    was = steps.told(case, target)
    unsaid = Case.objects.filter(pk=case.pk, **{f"{column}__lt": share})
    if not unsaid.update(**{column: share}):
        return False
    setattr(case, column, share)
    due = getattr(case, f"{target}_due")
    whom = {who for step, people in rungs.items() if was < step <= share for who in people}
    facts = {
        "number": case.number, "target": target, "share": share, "whom": sorted(whom),
        "due": due.isoformat() if due else None,
    }  # fmt: skip
    if was < ALL <= share:
        missing.note(case, target, at=at)
    verb = events.TARGET_MISSED if share >= ALL else events.TARGET_NEAR
    publish(verb, subject=case, by=SYSTEM, at=at, facts=facts)
    return True
