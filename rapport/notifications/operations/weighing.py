"""Decide for each new alert whether it interrupts now or is held, and why."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from rapport.accounts.models import Member
from rapport.engine.attention import Alert, Verdict, Way, weigh
from rapport.notifications.models import Notification, Topic
from rapport.notifications.operations.mailing import mail_interruption
from rapport.notifications.queries.desks import Desk, desks
from rapport.notifications.queries.preferences import URGENT

MOST_AT_ONCE = 2000


@transaction.atomic
def weigh_new(*, at: datetime) -> int:
    """All unweighed alerts of the open workspace; returns how many interrupted somebody.

    What came for a person since the last look is one interruption, in one mail, and counts once.
    """
    new = Notification.objects.filter(last_at__lte=at).unweighed()
    rows = list(new.order_by("pk")[:MOST_AT_ONCE])
    if not rows:
        return 0
    found = Member.objects.active().filter(pk__in={row.member_id for row in rows})
    by_member = desks(found.select_related("user", "workspace"), at)
    interrupting: dict[int, list[Notification]] = {}
    for row in rows:
        desk = by_member.get(row.member_id)
        _settle(row, _verdict(row, desk, at), at)
        if row.interrupted_at:
            interrupting.setdefault(row.member_id, []).append(row)
    Notification.objects.bulk_update(
        rows, ["weighed_at", "interrupted_at", "held", "broke", "mailed_at"]
    )
    for member_id, news in interrupting.items():
        _interrupt(by_member[member_id], news)
    return sum(map(len, interrupting.values()))


def _verdict(row: Notification, desk: Desk | None, at: datetime) -> Verdict | None:
    """None for somebody who has left."""
    if desk is None:
        return None
    topic = Topic(row.topic)
    alert = Alert(
        way=desk.ways[topic] if desk.ways[topic] != Way.OFF else Way.LIST,
        came_at=row.last_at,
        is_urgent=topic in URGENT,
        silence=desk.silences.get((row.thing_kind, row.thing_id)),
    )
    return weigh(alert, desk.rules, desk.state, at)


def _settle(row: Notification, verdict: Verdict | None, at: datetime) -> None:
    row.weighed_at = at
    if verdict is None:
        return
    row.held, row.broke = verdict.held or "", verdict.broke or ""
    if verdict.held is None:
        row.interrupted_at = row.mailed_at = at


def _interrupt(desk: Desk, news: Iterable[Notification]) -> None:
    if desk.attention.by_mail and desk.member.workspace.mail_held_at is None:
        mail_interruption(desk.member, list(news))
