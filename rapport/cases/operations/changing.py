"""Change what a case is and how soon it must be solved."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from rapport.cases import events
from rapport.cases.models import Case
from rapport.cases.operations import clock
from rapport.events.actor import Acts
from rapport.events.operations.stream import publish
from rapport.lib.refusal import Refused


class StillGathers(Refused):
    """A problem with cases cannot become something else."""


@transaction.atomic
def change(case: Case, *, kind: str, priority: int, by: Acts, at: datetime) -> None:
    """Give another kind or priority. What is agreed for those holds, from the same start."""
    was_kind, was_priority = case.kind, case.priority
    if (kind, priority) == (was_kind, was_priority):
        return
    if was_kind == Case.Kind.PROBLEM != kind and case.gathered.live().exists():
        raise StillGathers(_("It gathers other cases. Take those away from it first."))
    clock.catch_up(case)
    case.kind, case.priority = kind, priority
    if kind == Case.Kind.PROBLEM:
        case.problem = None
    clock.agree(case, at=at)
    clock.aim(case, again_at=at)
    fields = ("kind", "priority", "problem", *clock.AGREED, *clock.DUES)
    same = Case.objects.filter(pk=case.pk, kind=was_kind, priority=was_priority)
    if same.update(**clock.values(case, fields)):
        facts = {
            "number": case.number, "kind": kind, "priority": int(priority),
            "was_kind": was_kind, "was_priority": int(was_priority),
        }  # fmt: skip
        publish(events.CHANGED, subject=case, by=by, at=at, facts=facts)
