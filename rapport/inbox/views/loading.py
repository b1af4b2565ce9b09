"""How views reach a record: through what the reader may see, else 404."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from rapport.accounts.requests import StaffRequest
from rapport.inbox.models import Conversation, Message
from rapport.inbox.queries import leading
from rapport.lib.refusal import Refused
from rapport.ui.toasts import toast
from rapport.workspaces.visible import VisibleTo

_CONVERSATION = VisibleTo(
    lambda reader, number: (
        Conversation.objects.visible_to(reader)
        .live()
        .filter(number=number)
        .select_related("client", "project", "assignee__user", "side_of")
    )
)


def conversation_of(request: StaffRequest, number: int) -> Conversation:
    """The live conversation with this number, or the one into which it went."""
    found: Conversation | None = None
    if number <= 2_147_483_647:
        found = _CONVERSATION.first(request.reader, number)
        if found is None and (led := leading.number_now(number)):
            found = _CONVERSATION.first(request.reader, led)
    if found is None:
        raise Http404
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
