"""Make a contact of somebody who writes."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from django.utils.translation import gettext as _

from rapport.accounts.access import staff_view
from rapport.accounts.requests import StaffRequest
from rapport.clients.models import Client
from rapport.clients.operations import contacts
from rapport.clients.operations.contacts import ContactFacts
from rapport.inbox.models import Participant
from rapport.inbox.operations import participants
from rapport.inbox.permissions import HANDLE
from rapport.inbox.views.loading import back, conversation_of, refused
from rapport.lib.keys import key_of
from rapport.lib.refusal import Refused
from rapport.ui.toasts import toast


@staff_view(HANDLE, methods=("POST",))
def contact(request: StaffRequest, number: int, pk: int) -> HttpResponse:
    """Make a contact of a participant, at the client that was proposed."""
    conversation = conversation_of(request, number)
    rows = Participant.objects.filter(conversation=conversation, is_verified=True)
    participant = get_object_or_404(rows, pk=pk)
    clients = Client.objects.visible_to(request.reader).live()
    wanted = request.POST.get("client", "")
    client = get_object_or_404(clients, pk=key_of(wanted))
    name = participant.name or participant.email.partition("@")[0]
    try:
        made = contacts.create(
            client,
            facts=ContactFacts(name=name[:120], email=participant.email),
            by=request.member,
            at=now(),
        )
    except Refused as refusal:
        return refused(request, conversation, refusal)
    participants.recognise(made)
    said = _("%(name)s is a contact of %(client)s now.") % {"name": name, "client": client.name}
    return toast(request, back(request, conversation), said)
