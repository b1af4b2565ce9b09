"""Find what a request is about, as far as the reader may see it."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from rapport.accounts.requests import StaffRequest
from rapport.cases.models import Case
from rapport.inbox.models import Conversation


def case_of(request: StaffRequest, number: int) -> Case:
    """A live case."""
    rows = Case.objects.visible_to(request.reader).live()
    joined = rows.select_related("client", "conversation", "workspace", "policy", "problem__client")
    found: Case = get_object_or_404(joined, number=number)
    return found


def conversation_of(request: StaffRequest, number: int) -> Conversation:
    """A live conversation."""
    rows = Conversation.objects.visible_to(request.reader).live()
    found: Conversation = get_object_or_404(rows.select_related("workspace"), number=number)
    return found


def is_part(request: HttpRequest) -> bool:
    """Whether htmx asks for a part of the page."""
    return request.headers.get("HX-Request") == "true"
