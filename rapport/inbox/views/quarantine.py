"""Mails that could not be read, or not even be had: why, and a way to try again."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _

from rapport.accounts.access import staff_view
from rapport.accounts.requests import StaffRequest
from rapport.inbox.models import RawMail, StuckMail
from rapport.inbox.operations import intake, stuck
from rapport.inbox.permissions import HANDLE_OUTBOX, SEE_MAIL_SETTINGS
from rapport.inbox.queries.reasons import said
from rapport.inbox.views.message import as_download
from rapport.ui.paging import paged
from rapport.ui.toasts import toast

A_PAGE = 100
STOPPED = (RawMail.Outcome.QUARANTINED, RawMail.Outcome.REFUSED, RawMail.Outcome.WAITING)


@staff_view(SEE_MAIL_SETTINGS)
def quarantine(request: StaffRequest) -> HttpResponse:
    """What could not be read, latest first."""
    rows = RawMail.objects.filter(outcome__in=STOPPED).defer("content").select_related("mailbox")
    stuck_rows = StuckMail.objects.select_related("mailbox").order_by("-pk")
    query = request.GET.dict()
    pages = paged(rows.order_by("-pk"), A_PAGE, query)
    context = pages | {
        "mails": [(raw, said(raw)) for raw in pages["page"]],
        "stuck": paged(stuck_rows, A_PAGE, query, name="stuck"),
        "may_handle": HANDLE_OUTBOX.held_by(request.member.role),
    }
    return render(request, "inbox/quarantine.html", context)


@staff_view(HANDLE_OUTBOX, methods=("POST",))
def run(request: StaffRequest, pk: int) -> HttpResponse:
    """Read it again, with the parser as it is today."""
    raw = intake.run_again(_of(pk), at=now())
    response = redirect("inbox.quarantine", slug=request.workspace.slug)
    if raw.outcome in STOPPED:
        return toast(request, response, _("It still cannot be read."), tone="bad")
    return toast(request, response, _("It could be read now."), tone="good")


@staff_view(HANDLE_OUTBOX, methods=("POST",))
def ask(request: StaffRequest, pk: int) -> HttpResponse:
    """Ask the server for a stuck mail once more."""
    rows = StuckMail.objects.select_related("mailbox")
    one = get_object_or_404(rows, pk=min(pk, 2**62))
    stuck.ask_again(one, by=request.member, at=now())
    response = redirect("inbox.quarantine", slug=request.workspace.slug)
    return toast(request, response, _("The server is asked for it again now."))


@staff_view(HANDLE_OUTBOX)
def raw(request: StaffRequest, pk: int) -> HttpResponse:
    """The bytes as they came."""
    return as_download(_of(pk).bytes, f"mail-{pk}.eml")


def _of(pk: int) -> RawMail:
    rows = RawMail.objects.filter(outcome__in=STOPPED).select_related("workspace", "mailbox")
    found: RawMail = get_object_or_404(rows, pk=min(pk, 2**62))
    return found
