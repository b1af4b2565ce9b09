"""How views reach a record: through what the reader may see, else 404."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from rapport.accounts.requests import StaffRequest
from rapport.inbox.models import Conversation, Message
from rapport.lib.refusal import Refused
from rapport.ui.toasts import toast


def conversation_of(request: StaffRequest, number: int) -> Conversation:
    """The live conversation with this number."""
    if number > 2_147_483_647:
        raise Http404
    rows = Conversation.objects.visible_to(request.reader).live()
    found: Conversation = get_object_or_404(
        rows.select_related("client", "project", "assignee__user"),
        number=number,
    )
    return found


def message_of(request: StaffRequest, number: int, pk: int) -> Message:
    """A message of this conversation."""
    conversation = conversation_of(request, number)
    found: Message = get_object_or_404(
        Message.objects.select_related("conversation", "workspace"),
        pk=min(pk, 2**62),
        conversation=conversation,
    )
    return found


def back(request: StaffRequest, conversation: Conversation) -> HttpResponse:
    """To the conversation's page."""
    return redirect("inbox.conversation", slug=request.workspace.slug, number=conversation.number)


def refused(request: StaffRequest, conversation: Conversation, refusal: Refused) -> HttpResponse:
    """Back to the page, with the sentence that says why."""
    return toast(request, back(request, conversation), str(refusal), tone="bad")
