"""Who is at the other end: a part of a conversation's page and of a person's."""

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _

from rapport.accounts.access import staff_view
from rapport.accounts.requests import StaffRequest
from rapport.channels.forms import BindForm
from rapport.channels.models import Exchange, Handle
from rapport.channels.operations import handles
from rapport.channels.permissions import BIND_HANDLES, SEE_HANDLES
from rapport.channels.queries.people import proposals
from rapport.channels.queries.reach import ways_to
from rapport.clients.models import Contact
from rapport.clients.views.loading import contact_of
from rapport.inbox.permissions import REPLY
from rapport.inbox.views.loading import conversation_of
from rapport.lib.refusal import Refused
from rapport.ui.toasts import toast

MOST_SHOWN = 500


@staff_view(SEE_HANDLES)
def of_conversation(request: StaffRequest, number: int) -> HttpResponse:
    """The channel and the person behind the address; 204 where it came as mail."""
    conversation = conversation_of(request, number)
    rows = Exchange.objects.filter(conversation=conversation)
    exchange = rows.select_related("handle__channel", "handle__contact__client").first()
    if exchange is None:
        return HttpResponse(status=204)
    handle, may_bind = exchange.handle, BIND_HANDLES.held_by(request.member.role)
    unknown = may_bind and handle.contact is None
    context = {
        "handle": handle, "conversation": conversation, "may_bind": may_bind,
        "proposals": proposals(handle, request.reader) if unknown else [],
        "form": BindForm(contacts=_contacts(request)[:MOST_SHOWN]) if unknown else None,
    }  # fmt: skip
    return render(request, "channels/of_conversation.html", context)


@staff_view(BIND_HANDLES, methods=("POST",))
def binding(request: StaffRequest, number: int) -> HttpResponse:
    """Say who it is, or (`?undo=1`) that it was somebody else."""
    conversation = conversation_of(request, number)
    rows = Handle.objects.filter(exchanges__conversation=conversation).select_related("contact")
    handle: Handle = get_object_or_404(rows)
    back = redirect("inbox.conversation", slug=request.workspace.slug, number=number)
    if "undo" in request.GET:
        handles.loosen(handle, by=request.member, at=now())
        return toast(request, back, _("What comes from there is nobody's again."))
    form = BindForm(request.POST, contacts=_contacts(request))
    if not form.is_valid():
        return toast(request, back, _("Please choose a person."), tone="bad")
    contact = form.cleaned_data["contact"]
    try:
        handles.bind(handle, contact, by=request.member, at=now())
    except Refused as refusal:
        return toast(request, back, str(refusal), tone="bad")
    said = _("%(address)s is %(name)s now.") % {"address": handle.address, "name": contact.name}
    return toast(request, back, said, tone="good")


@staff_view(SEE_HANDLES)
def of_contact(request: StaffRequest, key: str, pk: int) -> HttpResponse:
    """Where this person can be reached besides mail; 204 where nowhere."""
    person = contact_of(request, key, pk)
    ways = ways_to(person)
    if not ways:
        return HttpResponse(status=204)
    may_write = REPLY.held_by(request.member.role)
    context = {"contact": person, "ways": ways, "may_write": may_write}
    return render(request, "channels/of_contact.html", context)


def _contacts(request: StaffRequest) -> QuerySet[Contact]:
    rows = Contact.objects.visible_to(request.reader).known().select_related("client")
    found: QuerySet[Contact] = rows.order_by("name", "pk")
    return found
