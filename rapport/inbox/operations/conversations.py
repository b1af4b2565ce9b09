"""What people decide about a conversation: who handles it, whose turn it is, whether it is over.

Every change is compare-and-set: doing it twice is doing it once.
"""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from rapport.accounts.models import Member
from rapport.clients.models import Client
from rapport.events.actor import Acts
from rapport.events.operations.stream import publish
from rapport.inbox import events
from rapport.inbox.models import Conversation
from rapport.lib.refusal import Refused
from rapport.lib.visibility import Turn
from rapport.projects.models import Project


class WrongClient(Refused):
    """A project of another client."""


@transaction.atomic
def assign(
    conversation: Conversation,
    *,
    to: Member | None,
    by: Acts,
    at: datetime,
    within: int | None = None,
    why: dict[str, Any] | None = None,
) -> None:
    """Give it to somebody, or to nobody; `within` an act on many, which tells them once; `why` it
    went to them by itself, in codes and ids."""
    was = conversation.assignee_id
    rows = Conversation.objects.filter(pk=conversation.pk, assignee=was)
    new = to.pk if to else None
    if was == new or not rows.update(assignee=to, given=why):
        return
    conversation.assignee, conversation.given = to, why
    facts: dict[str, Any] = {
        "number": conversation.number, "member": new, "was": was, "within": within,
    }  # fmt: skip
    facts |= {"why": why} if why else {}
    publish(events.CONVERSATION_ASSIGNED, subject=conversation, by=by, at=at, facts=facts)


@transaction.atomic
def set_turn(conversation: Conversation, *, turn: str, by: Acts, at: datetime) -> None:
    """Say whose move it is."""
    turn = Turn(turn).value
    was = conversation.turn
    rows = Conversation.objects.filter(pk=conversation.pk, turn=was)
    if was == turn or not rows.update(turn=turn, turn_since=at):
        return
    conversation.turn, conversation.turn_since = turn, at
    facts = {"number": conversation.number, "turn": turn, "was": was}
    publish(events.CONVERSATION_TURN_CHANGED, subject=conversation, by=by, at=at, facts=facts)


@transaction.atomic
def close(conversation: Conversation, *, by: Acts, at: datetime) -> None:
    """It is over. The next word of the client opens it again."""
    if Conversation.objects.filter(pk=conversation.pk, closed_at=None).update(
        closed_at=at, snoozed_until=None, snoozed_by=None
    ):
        conversation.closed_at = at
        _publish(events.CONVERSATION_CLOSED, conversation, by, at)


@transaction.atomic
def reopen(conversation: Conversation, *, by: Acts, at: datetime) -> None:
    """It is not over after all."""
    closed = Conversation.objects.filter(pk=conversation.pk).exclude(closed_at=None)
    if closed.update(closed_at=None, is_history=False):
        conversation.closed_at = None
        _publish(events.CONVERSATION_REOPENED, conversation, by, at)


@transaction.atomic
def set_aside(conversation: Conversation, *, by: Acts, at: datetime) -> None:
    """Nobody waits on an answer here: kept, out of the way."""
    rows = Conversation.objects.filter(pk=conversation.pk, set_aside_at=None)
    if rows.update(set_aside_at=at, aside_proposal="", snoozed_until=None, snoozed_by=None):
        conversation.set_aside_at = at
        _publish(events.CONVERSATION_SET_ASIDE, conversation, by, at)


@transaction.atomic
def set_many_aside(
    rows: QuerySet[Conversation], *, by: Member, at: datetime, limit: int = 20_000
) -> int:
    """Set aside all of a selection; returns how many. One event for the act, with their ids."""
    ids = list(rows.filter(set_aside_at=None).values_list("pk", flat=True)[:limit])
    if ids:
        for start in range(0, len(ids), 500):
            chunk = Conversation.objects.filter(pk__in=ids[start : start + 500])
            chunk.update(
                set_aside_at=at, aside_proposal="", snoozed_until=None, snoozed_by=None
            )  # fmt: skip
        facts = {"conversations": ids}
        publish(events.CONVERSATIONS_SET_ASIDE, subject=by, by=by, at=at, facts=facts)
    return len(ids)


@transaction.atomic
def keep_many(rows: QuerySet[Conversation], *, by: Member, at: datetime) -> int:
    """Somebody does wait here: these are not proposed again; returns how many."""
    ids = list(rows.exclude(aside_proposal="").values_list("pk", flat=True))
    if ids:
        Conversation.objects.filter(pk__in=ids).update(aside_proposal="")
        publish(events.CONVERSATIONS_KEPT, subject=by, by=by, at=at, facts={"conversations": ids})
    return len(ids)


@transaction.atomic
def take_back(conversation: Conversation, *, by: Acts, at: datetime) -> None:
    """It belongs in the inbox after all."""
    rows = Conversation.objects.filter(pk=conversation.pk).exclude(set_aside_at=None)
    if rows.update(set_aside_at=None, aside_proposal=""):
        conversation.set_aside_at = None
        _publish(events.CONVERSATION_TAKEN_BACK, conversation, by, at)


@transaction.atomic
def link(
    conversation: Conversation,
    *,
    client: Client | None,
    project: Project | None,
    by: Acts,
    at: datetime,
) -> None:
    """Say whose conversation it is and about which project; a project brings its client."""
    if project and client and project.client_id != client.pk:
        raise WrongClient(_("This project belongs to another client."))
    client_id = project.client_id if project else (client.pk if client else None)
    project_id = project.pk if project else None
    was = (conversation.client_id, conversation.project_id)
    if was == (client_id, project_id):
        return
    Conversation.objects.filter(pk=conversation.pk).update(
        client_id=client_id, project_id=project_id
    )
    conversation.client_id, conversation.project_id = client_id, project_id
    facts = {
        "number": conversation.number, "client": client_id, "project": project_id,
        "client_was": was[0], "project_was": was[1],
    }  # fmt: skip
    publish(events.CONVERSATION_LINKED, subject=conversation, by=by, at=at, facts=facts)


def _publish(verb: str, conversation: Conversation, by: Acts, at: datetime) -> None:
    publish(verb, subject=conversation, by=by, at=at, facts={"number": conversation.number})
