"""Promises: broken, due, or about to slip by the plan."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from django.urls import reverse
from django.utils.timezone import get_current_timezone, localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rapport.lib.felt import Felt
from rapport.planning.queries.promised import expected_on
from rapport.promises.models import Promise
from rapport.today.queries.need import Desk, Need
from rapport.ui import words

SOON = timedelta(days=2)


def needs(desk: Desk) -> Iterator[Need]:
    """Open promises that are late, due within two days, or later by the plan than promised."""
    today = localdate(desk.at)
    for promise in desk.promises:
        lead = promise.project.lead_id if promise.project else None
        if not desk.is_mine(promise.made_by_id, lead):
            continue
        if need := _need(promise, today, desk.slug):
            yield need


def _need(promise: Promise, today: date, slug: str) -> Need | None:
    forecast = expected_on(promise)
    if promise.due_on < today:
        return _made(promise, slug, _late(promise), _overdue_why(promise, today), _("Settle"))
    if forecast and forecast > promise.due_on and promise.side == Promise.Side.US:
        why = _slip_why(promise, forecast)
        return _made(promise, slug, Felt.PROMISE_WILL_SLIP, why, _("See the plan"))
    if promise.due_on <= today + SOON:
        why = _("%(client)s · promised for %(day)s") % {
            "client": promise.client, "day": _day(promise.due_on),
        }  # fmt: skip
        felt = Felt.PROMISE_DUE if promise.side == Promise.Side.US else Felt.CLIENT_LATE
        return _made(promise, slug, felt, why, _("Settle"))
    return None


def _late(promise: Promise) -> Felt:
    return Felt.BROKEN_PROMISE if promise.side == Promise.Side.US else Felt.CLIENT_LATE


def _made(promise: Promise, slug: str, felt: Felt, why: str, action: str) -> Need:
    where = reverse("promises.promise", kwargs={"slug": slug, "number": promise.number})
    if felt == Felt.PROMISE_WILL_SLIP and promise.project:
        where = reverse("planning.plan", kwargs={"slug": slug, "key": promise.project.key})
    title = {
        Felt.PROMISE_WILL_SLIP: _("“%(what)s” will slip"),
        Felt.BROKEN_PROMISE: _("“%(what)s” is overdue"),
        Felt.CLIENT_LATE: _("They owe us “%(what)s”"),
    }.get(felt, _("“%(what)s” is due"))
    zone = get_current_timezone()
    return Need(
        felt=felt,
        since=datetime.combine(promise.due_on, time(17), zone),
        title=title % {"what": promise.what},
        why=why,
        action=action,
        url=where,
    )


def _overdue_why(promise: Promise, today: date) -> str:
    days = (today - promise.due_on).days
    late = ngettext("%(n)s day late", "%(n)s days late", days) % {"n": days}
    return f"{promise.client} · {late}"


def _slip_why(promise: Promise, expected: date) -> str:
    schedule = promise.task.schedule  # type: ignore[union-attr]
    why = _("%(client)s · promised %(promised)s, expected %(planned)s") % {
        "client": promise.client,
        "promised": _day(promise.due_on),
        "planned": _day(expected),
    }
    if schedule.driver:
        why += " · " + _("waits for %(task)s") % {"task": schedule.driver.name}
    return why


def _day(day: date) -> str:
    return words.short(day)
