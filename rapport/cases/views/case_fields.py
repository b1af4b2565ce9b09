"""Beside a conversation that is a case: the fields that are asked of cases alone."""

from django.http import HttpResponse
from django.shortcuts import render

from rapport.accounts.access import staff_view
from rapport.accounts.requests import StaffRequest
from rapport.cases.models import Case
from rapport.cases.permissions import SEE_CASES
from rapport.cases.views.loading import conversation_of
from rapport.inbox.permissions import HANDLE
from rapport.inbox.queries.fields import filled


@staff_view(SEE_CASES)
def fields(request: StaffRequest, number: int) -> HttpResponse:
    """Nothing where it is no case, or none are asked."""
    conversation = conversation_of(request, number)
    is_case = Case.objects.live().filter(conversation=conversation).exists()
    found = filled(conversation, request.reader, of_cases=True) if is_case else []
    if not found:
        return HttpResponse(status=204)
    context = {
        "fields": found,
        "may_handle": HANDLE.held_by(request.member.role),
        "slug": request.workspace.slug,
        "number": conversation.number,
        "of_cases": True,
    }
    return render(request, "inbox/_fields.html", context)
