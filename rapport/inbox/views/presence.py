"""Who else is at a conversation."""

from datetime import datetime

from django.http import HttpResponse, JsonResponse
from django.utils.timezone import now

from rapport.accounts.access import staff_view
from rapport.accounts.requests import StaffRequest
from rapport.inbox.models import Conversation
from rapport.inbox.operations import presence as attending
from rapport.inbox.operations import reading
from rapport.inbox.permissions import SEE_INBOX
from rapport.inbox.queries.presence import Doing, others_at
from rapport.inbox.views.loading import conversation_of


@staff_view(SEE_INBOX, methods=("GET", "POST", "DELETE"))
def presence(request: StaffRequest, number: int) -> HttpResponse:
    """Say what one does here (POST) or that one leaves (DELETE), and hear who else is here."""
    conversation = conversation_of(request, number)
    at = now()
    if request.method == "DELETE":
        attending.leave(conversation, by=request.member)
        return HttpResponse(status=204)
    if request.method == "POST":
        _attend(request, conversation, at)
    people = others_at(conversation, than=request.member, at=at)
    return JsonResponse({"people": [{"said": one.said, "doing": one.doing} for one in people]})


def _attend(request: StaffRequest, conversation: Conversation, at: datetime) -> None:
    """What stands open behind other windows is not read by that."""
    doing = _doing(request)
    attending.note(conversation, doing=doing, by=request.member, at=at)
    if doing != Doing.IDLE:
        reading.read(conversation, by=request.member)


def _doing(request: StaffRequest) -> Doing:
    said = request.POST.get("doing", "")
    return next((one for one in Doing if one == said), Doing.VIEWING)
