"""What waits to leave, what failed, and what is held back."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _

from rapport.accounts.access import staff_view
from rapport.accounts.requests import StaffRequest
from rapport.inbox.models import Dispatch
from rapport.inbox.operations import holding, sending
from rapport.inbox.permissions import HANDLE_OUTBOX, SEE_MAIL_SETTINGS
from rapport.inbox.queries import outbox as waiting
from rapport.lib.refusal import Refused
from rapport.ui.paging import paged
from rapport.ui.toasts import toast

A_PAGE = 100


@staff_view(SEE_MAIL_SETTINGS)
def outbox(request: StaffRequest) -> HttpResponse:
    """The mails that have not left, latest first."""
    rows = Dispatch.objects.unsent().select_related("mailbox", "message__conversation")
    pages = paged(rows.order_by("-pk"), A_PAGE, request.GET.dict())
    context = pages | {
        "lines": [waiting.line(mail, reveal=settings.IS_LOCAL) for mail in pages["page"]],
        "is_held": request.workspace.mail_held_at is not None,
        "may_handle": HANDLE_OUTBOX.held_by(request.member.role),
        "has_way_out": waiting.has_way_out(),
    }
    return render(request, "inbox/outbox.html", context)


@staff_view(HANDLE_OUTBOX, methods=("POST",))
def retry(request: StaffRequest, pk: int) -> HttpResponse:
    """Try one again, for everybody who has not got it."""
    mail = get_object_or_404(Dispatch.objects.unsent(), pk=min(pk, 2**62))
    try:
        sending.retry(mail, at=now())
    except Refused as refusal:
        return toast(request, _home(request), str(refusal))
    return toast(request, _home(request), _("It is tried again now."))


@staff_view(HANDLE_OUTBOX, methods=("POST",))
def hold(request: StaffRequest) -> HttpResponse:
    """Hold everything back, or release it."""
    if request.workspace.mail_held_at is None:
        holding.hold(request.workspace, by=request.member, at=now())
        return toast(request, _home(request), _("All outgoing mail is held back now."))
    holding.release(request.workspace, by=request.member, at=now())
    return toast(request, _home(request), _("Released: what was waiting leaves now."))


def _home(request: StaffRequest) -> HttpResponse:
    return redirect("inbox.outbox", slug=request.workspace.slug)
