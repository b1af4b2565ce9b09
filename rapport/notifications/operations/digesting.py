"""Digests at the times somebody chose, and the catch-up of those who were away."""

from datetime import datetime

from django.db import transaction

from rapport.accounts.models import Member
from rapport.engine.attention import Held, latest_digest
from rapport.notifications.models import Attention, Notification
from rapport.notifications.operations.mailing import MOST, mail_digest
from rapport.notifications.queries.desks import Desk, desks


def send_due(*, at: datetime) -> int:
    """A digest for each member of the open workspace whose moment has come since their last;
    returns how many went out. Whoever is away, or has a day off, gets theirs when they are back."""
    waiting = Notification.objects.all().waiting().values("member")
    people = Member.objects.active().filter(pk__in=waiting).select_related("user", "workspace")
    return sum(_send(desk, at) for desk in desks(people, at).values() if _is_there(desk))


def _is_there(desk: Desk) -> bool:
    return not desk.state.is_away and not desk.state.is_day_off


@transaction.atomic
def _send(desk: Desk, at: datetime) -> bool:
    """The mark and the mail (a row of the outbox) commit together."""
    moment = latest_digest(desk.rules, at)
    done = desk.attention.digested_at
    if moment is None or (done is not None and done >= moment):
        return False
    Attention.objects.update_or_create(
        member=desk.member,
        defaults={"workspace_id": desk.member.workspace_id, "digested_at": moment},
    )
    rows = Notification.objects.filter(member=desk.member, last_at__lt=moment).waiting()
    picked = [
        row
        for row in rows.order_by("-last_at")[:MOST]
        if (row.thing_kind, row.thing_id) not in desk.silences
    ]
    Notification.objects.filter(pk__in=[row.pk for row in picked]).update(mailed_at=at)
    is_catch_up = any(row.held == Held.AWAY for row in picked)
    return bool(picked) and mail_digest(desk.member, picked, is_catch_up=is_catch_up)
