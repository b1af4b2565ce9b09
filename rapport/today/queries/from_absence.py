"""Conversations that wait on us with somebody who is away."""

from collections.abc import Collection, Iterator
from datetime import datetime

from django.db.models import Count, Min
from django.urls import reverse
from django.utils.timezone import get_current_timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rapport.accounts.models import Member
from rapport.inbox.models import Conversation
from rapport.inbox.permissions import SET_ROTA
from rapport.inbox.queries.given import is_away
from rapport.inbox.roster import Absent
from rapport.lib.felt import Felt
from rapport.lib.reader import Reader
from rapport.lib.visibility import Turn
from rapport.resourcing.queries.presence import absent
from rapport.today.queries.need import Desk, Need


def needs(desk: Desk) -> Iterator[Need]:
    """For those who say who gets conversations, and for whoever stands in. A day on which somebody
    never works is no absence."""
    me, sees_all = desk.reader.member_id, SET_ROTA.held_by(desk.reader.role)
    found = absent(get_current_timezone(), desk.at)
    away = {
        member: one
        for member, one in found.items()
        if one.is_noted and (sees_all or one.deputy == me)
    }
    rows = _waiting_with(away, desk.reader) if away else []
    members = Member.objects.select_related("user").in_bulk([row[0] for row in rows])
    for pk, n, since in rows:
        yield _need(desk, members[pk], away[pk], n, since)


def _waiting_with(members: Collection[int], reader: Reader) -> list[tuple[int, int, datetime]]:
    """By member, how many conversations wait on us, and since when the first of them does."""
    waiting = Conversation.objects.visible_to(reader).waiting_on(Turn.US)
    rows = waiting.filter(assignee__in=members).order_by().values_list("assignee")
    return list(rows.annotate(n=Count("pk"), since=Min("turn_since")))


def _need(desk: Desk, member: Member, one: Absent, n: int, since: datetime) -> Need:
    title = ngettext(
        "%(n)d conversation waits with %(name)s", "%(n)d conversations wait with %(name)s", n
    )
    return Need(
        felt=Felt.MESSAGE_WAITING,
        since=since,
        title=title % {"n": n, "name": member.name},
        why=is_away(member.name, one.back_on),
        action=_("Hand over"),
        url=reverse("inbox.handing_over", kwargs={"slug": desk.slug, "pk": member.pk}),
    )
