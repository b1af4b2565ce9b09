"""Give new conversations to people by themselves: in turn, or to whoever has the fewest open."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext as _

from rapport.accounts.models import Member
from rapport.events.actor import SYSTEM
from rapport.events.operations.stream import publish
from rapport.inbox import events
from rapport.inbox.models import Conversation, Rota
from rapport.inbox.operations import conversations
from rapport.inbox.permissions import REPLY
from rapport.lib.refusal import Refused
from rapport.workspaces.models import Workspace
from rapport.workspaces.prepared import Question

_ROTA = Question(lambda: Rota.objects.all())


class NobodyChosen(Refused):
    """A rota without people."""


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
    people = _people(rota.members)
    if not people:
        return
    chosen = _next(people, rota.last_id) if rota.way == Rota.Way.TURNS else _freest(people)
    if rota.way == Rota.Way.TURNS:
        Rota.objects.filter(pk=rota.pk).update(last=chosen)
    conversations.assign(conversation, to=chosen, by=SYSTEM, at=at)


def _is_wanted(conversation: Conversation) -> bool:
    """Nobody has it, and it does not look like a newsletter."""
    return conversation.assignee_id is None and not conversation.aside_proposal


def _people(ids: Sequence[int]) -> list[Member]:
    """Those who can still answer, in their order."""
    rows = Member.objects.active().filter(pk__in=ids).select_related("user")
    known = {member.pk: member for member in rows if REPLY.held_by(member.role)}
    return [known[pk] for pk in ids if pk in known]


def _next(people: Sequence[Member], last: int | None) -> Member:
    """The one after whoever was last; the first where that one is gone."""
    keys = [member.pk for member in people]
    return people[(keys.index(last) + 1) % len(people)] if last in keys else people[0]


def _freest(people: Sequence[Member]) -> Member:
    rows = Conversation.objects.open().filter(assignee__in=people).order_by()
    counted = dict(rows.values_list("assignee").annotate(n=Count("pk")))
    return min(people, key=lambda member: counted.get(member.pk, 0))
