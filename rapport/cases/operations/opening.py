"""Make a conversation a case."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from rapport.accounts.models import Member
from rapport.cases import events
from rapport.cases.models import Case, Priority
from rapport.cases.operations import clock
from rapport.cases.queries.leaving import answer_to
from rapport.clients.models import Contact
from rapport.events.actor import Acts
from rapport.events.operations.stream import publish
from rapport.inbox.models import Conversation, Participant
from rapport.lib.refusal import Refused
from rapport.lib.visibility import Turn
from rapport.workspaces.operations import bin as workspace_bin
from rapport.workspaces.operations.numbers import next_number


class OnTheSide(Refused):
    """Nothing that a client waits for."""


@transaction.atomic
def open_case(
    conversation: Conversation,
    *,
    kind: str,
    priority: int = Priority.NORMAL,
    by: Acts,
    at: datetime,
) -> Case:
    """Open the conversation's case; a conversation that has one keeps it, also out of the bin.

    The clock counts from the moment since which the client waits. On imported history none runs.
    """
    if conversation.is_side:
        raise OnTheSide(_("This is on the side: the case is that of the main conversation."))
    known: Case | None = Case.objects.filter(conversation=conversation).first()
    if known is not None:
        workspace_bin.restore(known, by=by, at=at)
        return known
    case = Case(
        workspace=conversation.workspace,
        number=next_number(conversation.workspace, "case"),
        conversation=conversation,
        client=conversation.client,
        project=conversation.project,
        reporter=_reporter(conversation),
        kind=kind,
        priority=priority,
        opened_at=at,
        opened_by=by if isinstance(by, Member) else None,
    )
    _start_clock(case, conversation, at=at)
    case.save()
    facts = {
        "number": case.number, "kind": kind, "priority": int(priority),
        "conversation": conversation.pk, "turn": conversation.turn,
    }  # fmt: skip
    publish(events.OPENED, subject=case, by=by, at=at, facts=facts)
    return case


def _start_clock(case: Case, conversation: Conversation, *, at: datetime) -> None:
    if conversation.is_history:
        return
    answer = answer_to(conversation, at=at)
    if answer is not None:
        # Written already: as if it had left. Taken back, the clock begins where it would have.
        case.clock_from = answer.written_at
    else:
        case.clock_from = min(conversation.turn_since, at)
    if answer is not None or conversation.turn == Turn.CLIENT:
        case.first_replied_at = case.clock_from
        case.paused_since = case.clock_from
    clock.agree(case, at=case.clock_from)
    if case.kind == Case.Kind.COMPLAINT:
        case.acknowledged_at = case.first_replied_at
    clock.aim(case)


def _reporter(conversation: Conversation) -> Contact | None:
    people = Participant.objects.filter(conversation=conversation, is_verified=True)
    first = people.exclude(contact=None).select_related("contact").order_by("joined_at", "pk")
    found = first.first()
    return found.contact if found else None
