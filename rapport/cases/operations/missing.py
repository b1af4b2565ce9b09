"""Targets that were missed: note each once, and why it was."""

from datetime import datetime

from django.db import transaction

from rapport.accounts.models import Member
from rapport.cases import events
from rapport.cases.models import Breach, Case
from rapport.cases.queries import steps
from rapport.cases.queries.ladder import ALL
from rapport.events.operations.stream import publish


def note(case: Case, target: str, *, at: datetime) -> None:
    """It was missed at its due moment; noting it twice changes nothing."""
    due = getattr(case, f"{target}_due")
    if due is None:
        return
    Breach.objects.get_or_create(
        case=case, target=case.reply_owed if target == "reply" else target, due=due,
        defaults={"workspace": case.workspace, "missed_at": at},
    )  # fmt: skip


def note_passed(case: Case, *, at: datetime) -> None:
    """What passed since the clock looked last: for who answers or closes a moment too late."""
    until = case.paused_since or at
    for target in steps.running_targets(case):
        due = getattr(case, f"{target}_due")
        if due is not None and due < until and steps.told(case, target) < ALL:
            note(case, target, at=at)


@transaction.atomic
def explain(breach: Breach, reason: str, *, by: Member, at: datetime) -> None:
    """Say why it was missed; saying it otherwise replaces it."""
    said = reason.strip()
    if said == breach.reason:
        return
    if Breach.objects.filter(pk=breach.pk, reason=breach.reason).update(
        reason=said, noted_by=by, noted_at=at
    ):
        breach.reason = said
        facts = {"number": breach.case.number, "breach": breach.pk, "target": breach.target}
        publish(events.BREACH_EXPLAINED, subject=breach.case, by=by, at=at, facts=facts)
