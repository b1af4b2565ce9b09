"""Put a thing off, mute it, and lift that."""

from datetime import datetime, time, timedelta

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.timezone import get_current_timezone, localdate, now
from django.utils.translation import gettext as _

from rapport.accounts.access import staff_view
from rapport.accounts.requests import StaffRequest
from rapport.lib.refusal import Refused
from rapport.notifications.models import Notification, Silence
from rapport.notifications.operations import silencing
from rapport.notifications.permissions import OWN_NOTIFICATIONS
from rapport.ui.toasts import toast

MORNING = time(9)


@staff_view(OWN_NOTIFICATIONS, methods=("POST", "DELETE"))
def silence(request: StaffRequest, kind: str, pk: int) -> HttpResponse:
    """POST silences for as long as `for` says, without it until it is lifted; DELETE lifts."""
    if request.method == "DELETE":
        return _lifted(request, (kind, pk))
    if not Notification.objects.filter(
        member=request.member, thing_kind=kind, thing_id=pk
    ).exists():
        raise Http404
    at, slug = now(), request.workspace.slug
    until = _until(request.POST.get("for", ""), at)
    back = redirect("notifications.list", slug=slug)
    try:
        silencing.silence(request.member, thing=(kind, pk), until=until, at=at)
    except Refused as refusal:
        return toast(request, back, str(refusal), tone="bad")
    undo = reverse("notifications.lifting", kwargs={"slug": slug, "kind": kind, "pk": pk})
    said = _("Put off.") if until else _("Muted. What comes still stands in the list.")
    return toast(request, back, said, undo=undo)


@staff_view(OWN_NOTIFICATIONS, methods=("POST",))
def lifting(request: StaffRequest, kind: str, pk: int) -> HttpResponse:
    """For a form and for Undo, which only post."""
    return _lifted(request, (kind, pk))


def _lifted(request: StaffRequest, thing: tuple[str, int]) -> HttpResponse:
    kind, pk = thing
    if not Silence.objects.filter(member=request.member, thing_kind=kind, thing_id=pk).exists():
        raise Http404
    silencing.lift(request.member, thing=thing)
    back = redirect("notifications.list", slug=request.workspace.slug)
    return toast(request, back, _("It reaches you again."))


def _until(wish: str, at: datetime) -> datetime | None:
    """An hour, or nine in the morning of the person's own tomorrow or next Monday."""
    if wish == "hour":
        return at + timedelta(hours=1)
    today = localdate(at)
    days = {"tomorrow": 1, "week": 7 - today.weekday()}.get(wish)
    if days is None:
        return None
    return datetime.combine(today + timedelta(days), MORNING, get_current_timezone())
