"""Change what a case is and how soon it must be solved."""

from datetime import datetime

from django.db import transaction

from rapport.cases import events
from rapport.cases.models import Case, Told
from rapport.cases.operations import clock
from rapport.events.actor import Acts
from rapport.events.operations.stream import publish


@transaction.atomic
def change(case: Case, *, kind: str, priority: int, by: Acts, at: datetime) -> None:
    """Give another kind or priority. Another priority sets new targets from the same start."""
    was_kind, was_priority = case.kind, case.priority
    if (kind, priority) == (was_kind, was_priority):
        return
    case.kind, case.priority = kind, priority
    fields: dict[str, object] = {"kind": kind, "priority": priority}
    if priority != was_priority:
        clock.aim(case)
        fields |= {**clock.dues(case), **_told_again(case, at)}
    same = Case.objects.filter(pk=case.pk, kind=was_kind, priority=was_priority)
    if same.update(**fields):
        facts = {
            "number": case.number, "kind": kind, "priority": int(priority),
            "was_kind": was_kind, "was_priority": int(was_priority),
        }  # fmt: skip
        publish(events.CHANGED, subject=case, by=by, at=at, facts=facts)


def _told_again(case: Case, at: datetime) -> dict[str, int]:
    """A target that lies ahead again will be told again."""
    told = {}
    for target, due in (("reply", case.reply_due), ("resolve", case.resolve_due)):
        if due and due > at:
            told[f"{target}_told"] = int(Told.NOTHING)
    return told
