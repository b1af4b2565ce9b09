"""Beside a conversation: its labels and its priority."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.timezone import now
from django.utils.translation import gettext as _

from rapport.accounts.access import staff_view
from rapport.accounts.requests import StaffRequest
from rapport.inbox.models import Conversation, Label
from rapport.inbox.operations import labelling, prioritising
from rapport.inbox.operations import labels as words
from rapport.inbox.permissions import HANDLE, SEE_INBOX
from rapport.inbox.queries import fields, labels
from rapport.inbox.views import giving
from rapport.inbox.views.loading import back, conversation_of, refused
from rapport.lib.keys import key_of
from rapport.lib.priority import Priority
from rapport.lib.refusal import Refused
from rapport.ui.toasts import toast


@staff_view(SEE_INBOX)
def panel(request: StaffRequest, number: int) -> HttpResponse:
    """What it is sorted by."""
    conversation = conversation_of(request, number)
    may_handle = HANDLE.held_by(request.member.role)
    here = labels.on([conversation])[conversation.pk]
    context = {
        "conversation": conversation,
        "labels": here,
        "offered": [one for one in labels.offered(request.reader) if one not in here]
        if may_handle
        else (),
        "may_handle": may_handle,
        "fields": fields.filled(conversation, request.reader, of_cases=False),
        "priorities": Priority.choices,
        "priority": Priority(conversation.priority),
        **giving.shown(request, conversation),
    }
    return render(request, "inbox/_sorting.html", context)


@staff_view(HANDLE, methods=("POST", "DELETE"))
def label(request: StaffRequest, number: int) -> HttpResponse:
    """Put a label on it (POST), which is made if there is none of that name; or take it off."""
    conversation = conversation_of(request, number)
    if request.method == "DELETE" or "undo" in request.GET:
        return _take(request, conversation)
    try:
        found = _named(request)
    except Refused as refusal:
        return refused(request, conversation, refusal)
    labelling.put(conversation, found, by=request.member, at=now())
    said = _("Labelled “%(name)s”.") % {"name": found.name}
    undo = f"{request.path}?undo=1&label={found.pk}"
    return toast(request, back(request, conversation), said, undo=undo)


@staff_view(HANDLE, methods=("POST",))
def priority(request: StaffRequest, number: int) -> HttpResponse:
    """Say how urgent it is. An undo names what it was set to, and leaves anything newer."""
    conversation = conversation_of(request, number)
    before, wanted = conversation.priority, _number(request, "to")
    if wanted not in Priority.values:
        return toast(request, back(request, conversation), _("How urgent is it?"), tone="bad")
    was = _number(request, "was") or None
    if was is not None and was not in Priority.values:
        was = None
    is_so = prioritising.set_priority(conversation, to=wanted, was=was, by=request.member, at=now())
    if not is_so:
        said = _("This was changed again since, so it stays as it is.")
        return toast(request, back(request, conversation), said, tone="bad")
    said = _("Priority: %(name)s.") % {"name": Priority(wanted).label}
    undo = f"{request.path}?to={before}&was={wanted}"
    return toast(request, back(request, conversation), said, undo=undo)


def _take(request: StaffRequest, conversation: Conversation) -> HttpResponse:
    found = get_object_or_404(Label, pk=key_of(_value(request, "label")))
    labelling.take(conversation, found, by=request.member, at=now())
    said = _("“%(name)s” is off.") % {"name": found.name}
    undo = f"{request.path}?label={found.pk}"
    return toast(request, back(request, conversation), said, undo=undo)


def _named(request: StaffRequest) -> Label:
    """By its key, or by its name as it was typed."""
    if chosen := key_of(_value(request, "label")):
        found: Label = get_object_or_404(Label.objects.live(), pk=chosen)
        return found
    name = request.POST.get("name", "")
    return words.make(request.workspace, name, by=request.member, at=now())


def _number(request: StaffRequest, name: str) -> int:
    return key_of(_value(request, name))


def _value(request: StaffRequest, name: str) -> str:
    return request.POST.get(name) or request.GET.get(name, "")


@staff_view(SEE_INBOX)
def names(request: StaffRequest) -> HttpResponse:
    """The names of all labels, for a field that completes them."""
    return render(request, "inbox/_label_names.html", {"labels": labels.offered(request.reader)})
