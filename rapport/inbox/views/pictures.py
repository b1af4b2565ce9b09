"""Remote pictures of a mail: fetched by us, and the choice whose are always shown."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from rapport.accounts import limits
from rapport.accounts.access import staff_view
from rapport.accounts.requests import StaffRequest
from rapport.files.responses import SANDBOX
from rapport.inbox import pictures
from rapport.inbox.operations import trusting
from rapport.inbox.permissions import SEE_INBOX
from rapport.inbox.views.loading import message_of
from rapport.ui.toasts import toast

A_MINUTE = 600


@staff_view(SEE_INBOX)
def picture(request: StaffRequest, number: int, pk: int) -> HttpResponse:
    """One picture, for whoever may see the message; nothing where there is none to be had."""
    message = message_of(request, number, pk)
    who = str(request.member.pk)
    if not limits.allow("inbox.picture", who, limit=A_MINUTE, seconds=60):
        return limits.too_many(request)
    try:
        url = pictures.url_of(message, request.GET.get("of", ""))
        found = pictures.fetch(message, url)
    except pictures.NoPicture:
        return HttpResponse("", content_type="text/plain", status=404)
    response = HttpResponse(found.content, content_type=found.kind)
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    response.headers["Cache-Control"] = "private, no-store"
    return response


@staff_view(SEE_INBOX, methods=("GET", "POST"))
def choice(request: StaffRequest, number: int, pk: int) -> HttpResponse:
    """Whether this sender's pictures are always shown to me."""
    message = message_of(request, number, pk)
    if request.method == "POST":
        return _choose(request, number, message.from_email)
    context = {
        "message": message, "conversation": message.conversation,
        "shows": trusting.shows(message, to=request.member),
        "is_doubtful": message.is_suspicious or message.is_unverified or not message.from_email,
    }  # fmt: skip
    return render(request, "inbox/pictures.html", context)


def _choose(request: StaffRequest, number: int, email: str) -> HttpResponse:
    response = redirect("inbox.conversation", slug=request.workspace.slug, number=number)
    if "never" in request.POST:
        trusting.show_no_more(email, by=request.member)
        return toast(request, response, _("You are asked before pictures of this sender load."))
    if email:
        trusting.show_always(email, by=request.member)
    return toast(request, response, _("Pictures of this sender are always shown to you."))
