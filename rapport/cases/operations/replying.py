"""Our answers: the first is recorded once, the last each time, when it goes out."""

from datetime import datetime

from django.db import transaction

from rapport.cases import events
from rapport.cases.models import Case
from rapport.cases.operations import clock, missing
from rapport.events.actor import SYSTEM
from rapport.events.operations.stream import publish


@transaction.atomic
def note_reply(case: Case, *, waits_since: datetime | None = None, at: datetime) -> None:
    """The client got an answer: nobody waits for one now, or for the next since they wrote before
    it left. The first stays the first. One that leaves after the case was closed counts as well."""
    if case.is_open:
        missing.note_passed(case, at=at)
    is_first = case.first_replied_at is None
    if is_first:
        case.first_replied_at = at
    case.word_at, case.waits_since = at, waits_since
    if case.acknowledge_from is not None and case.acknowledged_at is None:
        case.acknowledged_at = at
    clock.aim(case)
    fields = ["first_replied_at", "word_at", "waits_since", "acknowledged_at", *clock.DUES]
    same = Case.objects.live().filter(pk=case.pk)
    if is_first:
        same = same.filter(first_replied_at=None)
    if same.update(**clock.values(case, fields)) and is_first:
        facts = {"number": case.number, "minutes": clock.worked_minutes(case, at=at)}
        publish(events.REPLIED, subject=case, by=SYSTEM, at=at, facts=facts)
