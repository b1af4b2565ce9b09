"""When an answer that waits for its moment leaves."""

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import get_current_timezone, now
from django.utils.translation import gettext as _

from rapport.accounts.access import staff_view
from rapport.accounts.requests import StaffRequest
from rapport.inbox.models import Message
from rapport.inbox.moment_forms import MomentForm
from rapport.inbox.moments import presets
from rapport.inbox.operations import later
from rapport.inbox.permissions import REPLY
from rapport.inbox.views.loading import back, message_of
from rapport.lib.refusal import Refused
from rapport.ui import words
from rapport.ui.toasts import toast


@staff_view(REPLY, methods=("GET", "POST"))
def leaving(request: StaffRequest, number: int, pk: int) -> HttpResponse:
    """Ask when it is to leave (GET); let it leave then, or now (POST)."""
    message = message_of(request, number, pk)
    form = MomentForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        return _move(request, message, form)
    return _show(request, message, form)


def _move(request: StaffRequest, message: Message, form: MomentForm) -> HttpResponse:
    at = now()
    try:
        leaves_at = at if form.cleaned_data["when"] == "now" else form.moment(at)
        later.move(message, leaves_at=leaves_at, by=request.member, at=at)
    except (Refused, ValidationError) as refusal:
        form.add_error("at", refusal if isinstance(refusal, ValidationError) else str(refusal))
        return _show(request, message, form)
    said = _("It leaves now.")
    if leaves_at > at:
        said = _("It leaves %(moment)s.") % {"moment": words.moment(leaves_at, at)}
    return toast(request, back(request, message.conversation), said)


def _show(request: StaffRequest, message: Message, form: MomentForm) -> HttpResponse:
    context = {
        "conversation": message.conversation,
        "message": message,
        "form": form,
        "presets": presets(now(), get_current_timezone()),
    }
    return render(request, "inbox/leaving.html", context, status=422 if form.errors else 200)
