"""A second look at a letter before it goes out: asked while its author pauses, and once more when
they send it."""

from django.http import HttpResponse, JsonResponse
from django.utils.timezone import localdate

from rapport.accounts.access import staff_view
from rapport.accounts.requests import StaffRequest
from rapport.inbox.forms import LetterForm
from rapport.inbox.models import Conversation
from rapport.inbox.permissions import REPLY
from rapport.inbox.second_look import look
from rapport.inbox.second_look_words import said
from rapport.inbox.views.loading import conversation_of
from rapport.inbox.views.writing import letter_of


@staff_view(REPLY, methods=("POST",))
def of_answer(request: StaffRequest, number: int) -> HttpResponse:
    """At an answer."""
    return _look(request, conversation_of(request, number))


@staff_view(REPLY, methods=("POST",))
def of_new_mail(request: StaffRequest) -> HttpResponse:
    """At a mail that begins a conversation."""
    return _look(request, None)


def _look(request: StaffRequest, conversation: Conversation | None) -> HttpResponse:
    """What was found, the gravest first; of a note, and of half an address, nothing is said."""
    form = LetterForm(request.POST)
    if not form.is_valid() or form.is_note:
        return JsonResponse({"found": []})
    letter = letter_of(request, form)
    found = look(conversation, letter, request.reader, today=localdate())
    rows = [{"said": said(one), "words": one.words, "blocks": one.blocks} for one in found]
    return JsonResponse({"found": rows})
