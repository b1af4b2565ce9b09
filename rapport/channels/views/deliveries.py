"""What vendors sent that could not be read or was not for us: look into it, try again."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _

from rapport.accounts.access import staff_view
from rapport.accounts.requests import StaffRequest
from rapport.channels.models import Delivery
from rapport.channels.operations import deliveries as operations
from rapport.channels.permissions import HANDLE_DELIVERIES, SEE_CHANNEL_SETTINGS
from rapport.inbox.views.message import as_download
from rapport.ui.paging import paged
from rapport.ui.toasts import toast

A_PAGE = 100
STOPPED = (Delivery.Outcome.QUARANTINED, Delivery.Outcome.IGNORED, Delivery.Outcome.WAITING)


@staff_view(SEE_CHANNEL_SETTINGS)
def deliveries(request: StaffRequest) -> HttpResponse:
    """Latest first."""
    rows = Delivery.objects.filter(outcome__in=STOPPED).defer("content").select_related("channel")
    context = paged(rows.order_by("-pk"), A_PAGE, request.GET.dict()) | {
        "may_handle": HANDLE_DELIVERIES.held_by(request.member.role),
    }
    return render(request, "channels/deliveries.html", context)


@staff_view(HANDLE_DELIVERIES, methods=("POST",))
def run(request: StaffRequest, pk: int) -> HttpResponse:
    """Read it again, with the reader as it is today."""
    found = operations.run_again(_of(pk), at=now())
    response = redirect("channels.deliveries", slug=request.workspace.slug)
    if found.outcome in STOPPED:
        return toast(request, response, _("There is still nothing in it that we can file."))
    return toast(request, response, _("It could be read now."), tone="good")


@staff_view(HANDLE_DELIVERIES)
def raw(request: StaffRequest, pk: int) -> HttpResponse:
    """The bytes as they came."""
    return as_download(_of(pk).bytes, f"delivery-{pk}.txt")


def _of(pk: int) -> Delivery:
    rows = Delivery.objects.filter(outcome__in=STOPPED).select_related("channel", "workspace")
    found: Delivery = get_object_or_404(rows, pk=min(pk, 2**62))
    return found
