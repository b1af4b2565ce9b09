"""The browsers that alert somebody while no page is open: added, named, tried and removed."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.timezone import now
from django.utils.translation import gettext as _

from rapport.accounts import limits
from rapport.accounts.access import staff_view
from rapport.accounts.devices import named
from rapport.accounts.requests import StaffRequest
from rapport.integrations.web_push import NotNow, Outcome
from rapport.lib.refusal import Refused
from rapport.notifications.forms import DeviceForm
from rapport.notifications.models import Device
from rapport.notifications.operations import devices, pushing
from rapport.notifications.operations.devices import Place
from rapport.notifications.permissions import OWN_NOTIFICATIONS
from rapport.ui.toasts import toast

MOST_TRIALS_A_MINUTE = 6


@staff_view(OWN_NOTIFICATIONS, methods=("POST",))
def add(request: StaffRequest) -> HttpResponse:
    """The browser in hand; its script sends what its push service gave it."""
    form = DeviceForm(request.POST)
    place = Place(
        named(request.headers.get("User-Agent", "")), request.session.session_key or ""
    )  # fmt: skip
    try:
        if not form.is_valid():
            raise devices.NotAdded(_("This browser named no push service that can be used."))
        devices.add(request.member, subscription=form.subscription(), place=place, at=now())
    except Refused as refusal:
        return _back(request, str(refusal), tone="bad")
    return _back(request, _("This browser alerts you from now on, also while it shows no page."))


@staff_view(OWN_NOTIFICATIONS, methods=("POST", "DELETE"))
def device(request: StaffRequest, pk: int) -> HttpResponse:
    """POST names it, DELETE removes it."""
    found = _own(request, pk)
    if request.method == "DELETE":
        return _removed(request, found)
    devices.rename(found, name=request.POST.get("name", ""))
    return _back(request, _("Saved."))


@staff_view(OWN_NOTIFICATIONS, methods=("POST",))
def removal(request: StaffRequest, pk: int) -> HttpResponse:
    """For a form, which only posts."""
    return _removed(request, _own(request, pk))


@staff_view(OWN_NOTIFICATIONS, methods=("POST",))
def trial(request: StaffRequest, pk: int) -> HttpResponse:
    """An alert about nothing, to see whether it gets there."""
    found = _own(request, pk)
    who = str(request.member.pk)
    if not limits.allow("push.trial", who, limit=MOST_TRIALS_A_MINUTE, seconds=60):
        return _back(request, _("That was often. Try again in a minute."), tone="bad")
    try:
        outcome = pushing.try_out(found, at=now())
    except NotNow:
        return _back(request, _("The push service of this device cannot be reached."), tone="bad")
    said = {
        Outcome.TAKEN: _("On its way: it should appear within seconds."),
        Outcome.GONE: _("This device no longer takes alerts, and was removed."),
        Outcome.REFUSED: _("Its push service refused it. Remove the device and add it anew."),
    }
    return _back(request, said[outcome], tone="" if outcome == Outcome.TAKEN else "bad")


def _own(request: StaffRequest, pk: int) -> Device:
    found: Device = get_object_or_404(Device.objects.filter(member=request.member), pk=pk)
    return found


def _removed(request: StaffRequest, found: Device) -> HttpResponse:
    devices.remove(found)
    return _back(request, _("Removed: no alert reaches it any more."))


def _back(request: StaffRequest, said: str, **how: Any) -> HttpResponse:
    back = redirect("notifications.preferences", slug=request.workspace.slug)
    return toast(request, back, said, **how)
