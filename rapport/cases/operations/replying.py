"""The first reply: recorded once, when it goes out."""

from datetime import datetime

from django.db import transaction

from rapport.cases import events
from rapport.cases.models import Case
from rapport.cases.operations import clock
from rapport.events.actor import SYSTEM
from rapport.events.operations.stream import publish


@transaction.atomic
def note_reply(case: Case, *, at: datetime) -> None:
    """The client got an answer. Later ones change nothing."""
    waiting = Case.objects.open().filter(pk=case.pk, first_replied_at=None)
    if waiting.update(first_replied_at=at):
        case.first_replied_at = at
        facts = {"number": case.number, "minutes": clock.worked_minutes(case, at=at)}
        publish(events.REPLIED, subject=case, by=SYSTEM, at=at, facts=facts)
