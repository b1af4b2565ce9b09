"""Put a conversation off, and bring it back."""

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import get_current_timezone, now
from django.utils.translation import gettext as _

from rapport.accounts.access import staff_view
from rapport.accounts.requests import StaffRequest
from rapport.inbox.models import Conversation
from rapport.inbox.moment_forms import MomentForm
from rapport.inbox.moments import presets
from rapport.inbox.operations import snoozing
from rapport.inbox.permissions import HANDLE
from rapport.inbox.views.loading import back, conversation_of
from rapport.lib.refusal import Refused
from rapport.ui import words
from rapport.ui.toasts import toast


@staff_view(HANDLE, methods=("GET", "POST", "DELETE"))
def snooze(request: StaffRequest, number: int) -> HttpResponse:
    """Ask until when (GET), put it off (POST), or bring it back (DELETE)."""
    conversation = conversation_of(request, number)
    if request.method == "DELETE" or "undo" in request.GET:
        snoozing.wake(conversation, by=request.member, at=now())
        return toast(request, back(request, conversation), _("It is back in the inbox."))
    form = MomentForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        return _put_off(request, conversation, form)
    return _show(request, conversation, form)


def _put_off(request: StaffRequest, conversation: Conversation, form: MomentForm) -> HttpResponse:
    at = now()
    try:
        until = form.moment(at)
        snoozing.snooze(conversation, until=until, by=request.member, at=at)
    except (Refused, ValidationError) as refusal:
        form.add_error("at", refusal if isinstance(refusal, ValidationError) else str(refusal))
        return _show(request, conversation, form)
    said = _("Put off until %(moment)s.") % {"moment": words.moment(until, at)}
    response = redirect("inbox", slug=request.workspace.slug)
    return toast(request, response, said, undo=request.path + "?undo=1")


def _show(request: StaffRequest, conversation: Conversation, form: MomentForm) -> HttpResponse:
    context = {
        "conversation": conversation,
        "form": form,
        "presets": presets(now(), get_current_timezone()),
    }
    return render(request, "inbox/snooze.html", context, status=422 if form.errors else 200)
