"""The panel beside a conversation: what belongs to it, fetched when the page stands."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import now

from rapport.accounts.access import staff_view
from rapport.accounts.requests import StaffRequest
from rapport.inbox.permissions import HANDLE, SEE_INBOX
from rapport.inbox.queries.around import around
from rapport.inbox.views.loading import conversation_of


@staff_view(SEE_INBOX)
def panel(request: StaffRequest, number: int) -> HttpResponse:
    """What went into it."""
    conversation = conversation_of(request, number)
    context = {
        "conversation": conversation,
        "around": around(conversation, at=now()),
        "may_handle": HANDLE.held_by(request.member.role),
    }
    return render(request, "inbox/_around.html", context)
