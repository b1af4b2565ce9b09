"""Beside a conversation: fill in its custom fields, and take that back."""

from django.http import HttpResponse
from django.utils.dateparse import parse_datetime
from django.utils.timezone import now
from django.utils.translation import gettext as _

from rapport.accounts.access import staff_view
from rapport.accounts.requests import StaffRequest
from rapport.inbox.models import Conversation
from rapport.inbox.operations import field_values
from rapport.inbox.permissions import HANDLE
from rapport.inbox.queries.fields import defined
from rapport.inbox.queries.question import FIELD
from rapport.inbox.views.loading import back, conversation_of, refused
from rapport.lib.refusal import Refused
from rapport.ui.toasts import toast


@staff_view(HANDLE, methods=("POST",))
def fields(request: StaffRequest, number: int) -> HttpResponse:
    """What the form names; with undo, what this person filled in at that moment."""
    conversation, at = conversation_of(request, number), now()
    try:
        if "undo" in request.GET:
            return _take_back(request, conversation)
        typed = {
            field: request.POST[f"{FIELD}{field.pk}"]
            for field in defined(request.reader)
            if f"{FIELD}{field.pk}" in request.POST
        }
        changed = field_values.fill_in(conversation, typed, by=request.member, at=at)
    except Refused as refusal:
        return refused(request, conversation, refusal)
    if not changed:
        return toast(request, back(request, conversation), _("Nothing had to be changed."))
    undo = f"{request.path}?undo={at:%Y-%m-%dT%H:%M:%S.%fZ}"
    return toast(request, back(request, conversation), _("Saved."), undo=undo)


def _take_back(request: StaffRequest, conversation: Conversation) -> HttpResponse:
    try:
        moment = parse_datetime(request.GET["undo"])
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise field_values.NotUndone(_("This cannot be undone any more."))
    field_values.take_back(conversation, moment, by=request.member, at=now())
    return toast(request, back(request, conversation), _("As it was before."))
