"""Writing in a conversation: answers, notes, drafts, and taking a mail back."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _

from rapport.accounts.access import staff_view
from rapport.accounts.requests import StaffRequest
from rapport.inbox.forms import LetterForm
from rapport.inbox.models import Message
from rapport.inbox.moment_forms import MomentForm
from rapport.inbox.operations import crossing, drafts, later, taking_back, writing
from rapport.inbox.permissions import NOTE, REPLY
from rapport.inbox.views import inside
from rapport.inbox.views.loading import back, conversation_of, refused
from rapport.inbox.views.writing import keep, letter_of
from rapport.lib.refusal import Refused
from rapport.ui import words
from rapport.ui.toasts import toast
from rapport.workspaces.operations.submissions import DoneAlready


@staff_view(NOTE, methods=("POST",))
def answer(request: StaffRequest, number: int) -> HttpResponse:
    """Send an answer, or write a note. Whoever may only note never sends."""
    conversation = conversation_of(request, number)
    form = LetterForm(request.POST)
    if not form.is_valid():
        keep(request, conversation)
        return toast(request, back(request, conversation), _first_error(form), tone="bad")
    try:
        letter = letter_of(request, form)
        if form.is_note or not inside.may_reply(request, conversation):
            writing.note(
                conversation, text=letter.text, by=request.member, at=now(), files=letter.files,
                once=letter.once,
            )  # fmt: skip
            return toast(request, back(request, conversation), _("Noted. Only your team sees it."))
        leaves_at = _leaves_at(request)
        message = writing.reply(
            conversation, letter=letter, by=request.member, at=now(), leaves_at=leaves_at
        )  # fmt: skip
    except DoneAlready:
        # The browser got no answer the first time; what it asked for is there.
        return back(request, conversation)
    except crossing.Crossed:
        keep(request, conversation)
        return redirect(f"{back(request, conversation)['Location']}#crossed")
    except Refused as refusal:
        keep(request, conversation)
        return refused(request, conversation, refusal)
    if leaves_at is None:
        return back(request, conversation)
    said = _("It leaves %(moment)s.") % {"moment": words.moment(leaves_at, now())}
    undo = reverse("inbox.undo", args=[request.workspace.slug, conversation.number, message.pk])
    return toast(request, back(request, conversation), said, undo=undo)


def _leaves_at(request: StaffRequest) -> datetime | None:
    """The moment that was chosen; None sends it at once. A day and hour that stand there count,
    whichever button was pressed."""
    if not (request.POST.get("when") or request.POST.get("at")):
        return None
    form = MomentForm(request.POST)
    try:
        if form.is_valid():
            return form.moment(now())
    except ValidationError:
        raise later.NotThen(_("Choose a day and hour first. Nothing was sent.")) from None
    # Also of an hour that the clocks leave out, or pass twice.
    raise later.NotThen(" ".join(str(one) for errors in form.errors.values() for one in errors))


@staff_view(NOTE, methods=("POST",))
def draft(request: StaffRequest, number: int) -> HttpResponse:
    """Keep what is being written."""
    return keep(request, conversation_of(request, number))


@staff_view(NOTE, methods=("POST",))
def discard(request: StaffRequest, number: int) -> HttpResponse:
    """Throw away what was begun here, or (`?undo=1`) have it back."""
    conversation = conversation_of(request, number)
    response = back(request, conversation)
    if "undo" in request.GET:
        drafts.bring_back(conversation, by=request.member)
        return response
    drafts.discard(conversation, by=request.member, at=now())
    undo = reverse("inbox.answer_discard", args=[request.workspace.slug, number]) + "?undo=1"
    return toast(request, response, _("Draft discarded."), undo=undo)


@staff_view(REPLY, methods=("POST",))
def undo(request: StaffRequest, number: int, pk: int) -> HttpResponse:
    """Take a mail back while its undo window is open; it is a draft again."""
    conversation = conversation_of(request, number)
    message = Message.objects.filter(conversation=conversation, pk=min(pk, 2**62)).first()
    if message is None:
        return toast(request, back(request, conversation), _("It was taken back already."))
    try:
        draft = taking_back.take_back(message, by=request.member, at=now())
    except Refused as refusal:
        return refused(request, conversation, refusal)
    response = back(request, conversation)
    if draft.conversation is None:
        response = redirect("inbox.new", slug=request.workspace.slug)
    return toast(request, response, _("Taken back. It is a draft again."))


def _first_error(form: LetterForm) -> str:
    for errors in form.errors.values():
        return str(errors[0])
    return _("This could not be read.")
