"""Be done with one alert, a line of them or all, and take it back."""

from datetime import UTC, datetime, timedelta

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _

from rapport.accounts.access import staff_view
from rapport.accounts.requests import StaffRequest
from rapport.notifications.models import Notification
from rapport.notifications.operations import reading as doing
from rapport.notifications.permissions import OWN_NOTIFICATIONS
from rapport.ui.toasts import toast

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
LATEST = 2**53


@staff_view(OWN_NOTIFICATIONS, methods=("POST", "DELETE"))
def one(request: StaffRequest, pk: int) -> HttpResponse:
    """POST marks as read, DELETE takes it back."""
    if not Notification.objects.filter(member=request.member, pk=pk).exists():
        raise Http404
    if request.method == "DELETE":
        doing.unread(request.member, pk=pk)
        return redirect("notifications.list", slug=request.workspace.slug)
    at = now()
    doing.read(request.member, pks=[pk], at=at)
    return _done(request, at)


@staff_view(OWN_NOTIFICATIONS, methods=("POST",))
def several(request: StaffRequest) -> HttpResponse:
    """Those that are named, or all."""
    at = now()
    named = [int(pk) for pk in request.POST.getlist("row") if pk.isdecimal() and len(pk) < 16]
    if "row" in request.POST:
        doing.read(request.member, pks=named, at=at)
    else:
        doing.read_all(request.member, at=at)
    return _done(request, at)


@staff_view(OWN_NOTIFICATIONS, methods=("POST",))
def taken_back(request: StaffRequest, moment: int) -> HttpResponse:
    """One act of reading, known by its microsecond."""
    read_at = EPOCH + min(moment, LATEST) * MICROSECOND
    if not Notification.objects.filter(member=request.member, read_at=read_at).exists():
        raise Http404
    doing.unread_since(request.member, read_at=read_at)
    return redirect("notifications.list", slug=request.workspace.slug)


def _done(request: StaffRequest, at: datetime) -> HttpResponse:
    slug = request.workspace.slug
    moment = (at - EPOCH) // MICROSECOND
    undo = reverse("notifications.unreading", kwargs={"slug": slug, "moment": moment})
    return toast(request, redirect("notifications.list", slug=slug), _("Done."), undo=undo)
