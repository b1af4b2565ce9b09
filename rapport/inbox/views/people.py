"""Who takes part: vouch for strangers."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from django.utils.translation import gettext as _

from rapport.accounts.access import staff_view
from rapport.accounts.requests import StaffRequest
from rapport.inbox.models import Participant
from rapport.inbox.operations import participants
from rapport.inbox.permissions import HANDLE
from rapport.inbox.views.loading import back, conversation_of
from rapport.ui.toasts import toast


@staff_view(HANDLE, methods=("POST",))
def confirmation(request: StaffRequest, number: int, pk: int) -> HttpResponse:
    """Vouch for somebody: what they wrote counts from now on."""
    conversation = conversation_of(request, number)
    rows = Participant.objects.filter(conversation=conversation).select_related("conversation")
    participant = get_object_or_404(rows, pk=pk)
    participants.confirm(participant, by=request.member, at=now())
    said = _("%(address)s takes part now.") % {"address": participant.email}
    return toast(request, back(request, conversation), said)
