"""Say once that a target is near, and once that it was missed."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from rapport.cases import events
from rapport.cases.models import Case, Told
from rapport.events.actor import SYSTEM
from rapport.events.operations.stream import publish

STEPS = ((Told.MISSED, "due", events.TARGET_MISSED), (Told.NEAR, "warn_at", events.TARGET_NEAR))


def tell_due(*, at: datetime) -> int:
    """Tell what became due in the open workspace; returns how much was told."""
    told = 0
    for target in ("reply", "resolve"):
        for level, field, verb in STEPS:
            ripe = ripe_cases(at, target, level, field)
            told += sum(_tell(case, target, level, verb, at) for case in ripe)
    return told


def ripe_cases(at: datetime, target: str, level: int, field: str) -> QuerySet[Case]:
    """Running cases whose target passed this mark without its being said."""
    running = Case.objects.open().filter(paused_since=None)
    passed = Q(**{f"{target}_{field}__lte": at, f"{target}_told__lt": level})
    if target == "reply":
        passed &= Q(first_replied_at=None)
    return running.filter(passed)


@transaction.atomic
def _tell(case: Case, target: str, level: int, verb: str, at: datetime) -> bool:
    column = f"{target}_told"
    unsaid = Case.objects.filter(pk=case.pk, **{f"{column}__lt": level})
    if not unsaid.update(**{column: level}):
        return False
    due = getattr(case, f"{target}_due")
    facts = {"number": case.number, "target": target, "due": due.isoformat()}
    publish(verb, subject=case, by=SYSTEM, at=at, facts=facts)
    return True
