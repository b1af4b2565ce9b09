"""Whom a note can call, as its author types @."""

from django.http import HttpResponse, JsonResponse

from rapport.accounts.access import staff_view
from rapport.accounts.requests import StaffRequest
from rapport.inbox.permissions import NOTE
from rapport.inbox.queries.mentions import offered
from rapport.inbox.views.loading import conversation_of


@staff_view(NOTE)
def names(request: StaffRequest, number: int) -> HttpResponse:
    """Members who may see this conversation."""
    conversation = conversation_of(request, number)
    words = request.GET.get("q", "").replace("\x00", "")[:60]
    found = offered(conversation, words, by=request.member)
    return JsonResponse({"found": [{"name": one.name, "note": one.title} for one in found]})
