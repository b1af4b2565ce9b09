"""With whom at the client a conversation is shared: who takes part, and who else sees it."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.timezone import now
from django.utils.translation import gettext as _

from rapport.accounts.access import staff_view
from rapport.accounts.requests import StaffRequest
from rapport.clients.models import Contact
from rapport.inbox.models import Participant
from rapport.inbox.operations import confiding, participants
from rapport.inbox.permissions import HANDLE, SEE_INBOX
from rapport.inbox.queries import sharing
from rapport.inbox.views.loading import back, conversation_of, refused
from rapport.lib.keys import key_of
from rapport.lib.refusal import Refused
from rapport.ui.toasts import toast


@staff_view(SEE_INBOX)
def panel(request: StaffRequest, number: int) -> HttpResponse:
    """Who takes part, who else at the client sees it, and who could be brought in."""
    conversation = conversation_of(request, number)
    context = {
        "conversation": conversation,
        "shared": sharing.shared(conversation, at=now()),
        "may_handle": HANDLE.held_by(request.member.role),
    }
    return render(request, "inbox/_shared.html", context)


@staff_view(HANDLE, methods=("POST",))
def addition(request: StaffRequest, number: int) -> HttpResponse:
    """Bring in somebody of the same client."""
    conversation = conversation_of(request, number)
    people = Contact.objects.visible_to(request.reader).known()
    contact = get_object_or_404(people, pk=key_of(request.POST.get("contact", "")))
    try:
        made = participants.bring_in(conversation, contact=contact, by=request.member, at=now())
    except Refused as refusal:
        return refused(request, conversation, refusal)
    said = _("%(name)s takes part now.") % {"name": contact.name}
    undo = f"{request.path}{made.pk}/"
    return toast(request, back(request, conversation), said, undo=undo)


@staff_view(HANDLE, methods=("POST",))
def removal(request: StaffRequest, number: int, pk: int) -> HttpResponse:
    """Take somebody out (POST); `?undo=1` brings them back."""
    conversation = conversation_of(request, number)
    rows = Participant.objects.filter(conversation=conversation).select_related("conversation")
    person = get_object_or_404(rows, pk=min(pk, 2**62))
    name = person.name or person.email
    if "undo" in request.GET:
        participants.take_back(person, by=request.member, at=now())
        said = _("%(name)s takes part again.") % {"name": name}
        return toast(request, back(request, conversation), said)
    try:
        participants.remove(person, by=request.member, at=now())
    except Refused as refusal:
        return refused(request, conversation, refusal)
    said = _("%(name)s takes part no more.") % {"name": name}
    return toast(request, back(request, conversation), said, undo=request.path + "?undo=1")


@staff_view(HANDLE, methods=("POST", "DELETE"))
def confidence(request: StaffRequest, number: int) -> HttpResponse:
    """Keep it to those who take part (POST), or no more (DELETE)."""
    conversation = conversation_of(request, number)
    if request.method == "DELETE" or "undo" in request.GET:
        confiding.open_up(conversation, by=request.member, at=now())
        said = _("Whoever sees the company's conversations sees this one again.")
        return toast(request, back(request, conversation), said)
    confiding.confide(conversation, by=request.member, at=now())
    said = _("At the client only those who take part see it now.")
    return toast(request, back(request, conversation), said, undo=request.path + "?undo=1")
