"""Give new conversations to people by themselves: in turn, by load, or by load and skill."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from rapport.accounts.models import Member
from rapport.events.actor import SYSTEM, Acts
from rapport.events.operations.stream import publish
from rapport.inbox import events
from rapport.inbox.models import Conversation, Rota
from rapport.inbox.operations import conversations
from rapport.inbox.queries import giving
from rapport.inbox.queries.giving import Choice
from rapport.lib.refusal import Refused
from rapport.workspaces.models import Workspace
from rapport.workspaces.prepared import Question

_ROTA = Question(lambda: Rota.objects.all())


class NobodyChosen(Refused):
    """A rota without people."""


class NobodyThere(Refused):
    """All who take conversations are away, and nobody stands in."""


@transaction.atomic
def set_rota(
    workspace: Workspace, *, way: str, members: Sequence[Member], by: Member, at: datetime
) -> None:
    """Say how new conversations are given out, and among whom. What has been given stays."""
    way, ids = Rota.Way(way).value, [member.pk for member in members]
    if way != Rota.Way.OFF and not ids:
        raise NobodyChosen(_("Choose at least one person who takes conversations."))
    now, _made = Rota.objects.get_or_create(workspace=workspace)
    if (now.way, now.members) == (way, ids):
        return
    Rota.objects.filter(pk=now.pk).update(way=way, members=ids)
    facts = {"way": way, "members": ids, "was_way": now.way, "was_members": now.members}
    publish(events.ROTA_SET, subject=workspace, by=by, at=at, facts=facts)


def give(conversation: Conversation, *, at: datetime) -> None:
    """Give a new conversation to whoever is next; where nothing is set it waits for a person."""
    rota: Rota | None = _ROTA.first()
    if rota is None or rota.way == Rota.Way.OFF or not _is_wanted(conversation):
        return
    if choice := giving.whom(rota, conversation, at=at):
        _give(rota, conversation, choice, by=SYSTEM, at=at)


@transaction.atomic
def give_on(conversation: Conversation, *, by: Member, at: datetime) -> Choice:
    """Give it to whoever is next because somebody asks for that, whatever it looks like."""
    rota: Rota | None = _ROTA.first()
    if rota is None or rota.way == Rota.Way.OFF:
        raise NobodyChosen(_("Nobody has said yet among whom conversations go."))
    choice = giving.whom(rota, conversation, at=at)
    if choice is None:
        raise NobodyThere(_("Nobody of those who take conversations is there."))
    _give(rota, conversation, choice, by=by, at=at)
    return choice


def is_on() -> bool:
    """Whether conversations are given out by themselves."""
    rota: Rota | None = _ROTA.first()
    return rota is not None and rota.way != Rota.Way.OFF


def _give(
    rota: Rota, conversation: Conversation, choice: Choice, *, by: Acts, at: datetime
) -> None:
    if choice.turn is not None:
        Rota.objects.filter(pk=rota.pk).update(last=choice.turn)
    conversations.assign(conversation, to=choice.member, by=by, at=at, why=choice.why)


def _is_wanted(conversation: Conversation) -> bool:
    """Nobody has it, and it does not look like a newsletter."""
    return conversation.assignee_id is None and not conversation.aside_proposal
