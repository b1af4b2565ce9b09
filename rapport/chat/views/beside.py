"""The composer of a chat: whether the visitor is there, that they write, and our answer to them."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import now

from rapport.accounts.access import staff_view
from rapport.accounts.requests import StaffRequest
from rapport.channels.permissions import SEE_HANDLES
from rapport.chat.operations import visits
from rapport.chat.queries.visitors import visitor_of
from rapport.inbox.forms import LetterForm
from rapport.inbox.operations import writing
from rapport.inbox.operations.crossing import Crossed
from rapport.inbox.permissions import REPLY
from rapport.inbox.views.loading import conversation_of
from rapport.inbox.views.writing import letter_of
from rapport.lib.refusal import Refused
from rapport.workspaces.operations.submissions import DoneAlready


@staff_view(SEE_HANDLES)
def beside(request: StaffRequest, number: int) -> HttpResponse:
    """204 where there is nobody any more."""
    conversation, at = conversation_of(request, number), now()
    visitor = visitor_of(conversation)
    if visitor is None:
        return HttpResponse(status=204)
    context = {
        "visitor": visitor, "is_here": visitor.is_here(at), "is_typing": visitor.is_typing(at),
        "number": conversation.number, "may_reply": REPLY.held_by(request.member.role),
    }  # fmt: skip
    return render(request, "chat/beside.html", context)


@staff_view(REPLY, methods=("POST",))
def answer(request: StaffRequest, number: int) -> HttpResponse:
    """Answer without leaving the page. Whoever asks again, because no answer came, is told that it
    was taken; why it was not is said in words."""
    conversation, form = conversation_of(request, number), LetterForm(request.POST)
    if not form.is_valid():
        return HttpResponse(status=422)
    try:
        letter = letter_of(request, form)
        writing.reply(conversation, letter=letter, by=request.member, at=now())
    except DoneAlready:
        return HttpResponse(status=204)
    except Refused as refusal:
        status = 409 if isinstance(refusal, Crossed) else 422
        return HttpResponse(str(refusal), status=status, content_type="text/plain; charset=utf-8")
    return HttpResponse(status=204)


@staff_view(REPLY, methods=("POST",))
def typing(request: StaffRequest, number: int) -> HttpResponse:
    """Show the visitor that somebody writes to them."""
    visitor = visitor_of(conversation_of(request, number))
    if visitor is not None:
        visits.answer_on(visitor, by=request.member, at=now())
    return HttpResponse(status=204)
