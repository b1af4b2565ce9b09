"""Writing: answers, notes, drafts, new conversations, and taking a mail back."""

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.utils.translation import gettext as _

from rapport.accounts.access import staff_view
from rapport.accounts.requests import StaffRequest
from rapport.files.models import StoredFile
from rapport.files.operations import files
from rapport.inbox.forms import LetterForm, NewMailForm
from rapport.inbox.models import Conversation, Mailbox
from rapport.inbox.operations import drafts, writing
from rapport.inbox.operations.letters import Letter
from rapport.inbox.permissions import NOTE, REPLY
from rapport.inbox.views.loading import back, conversation_of, message_of, refused
from rapport.lib.refusal import Refused
from rapport.ui.toasts import toast


@staff_view(NOTE, methods=("POST",))
def answer(request: StaffRequest, number: int) -> HttpResponse:
    """Send an answer, or write a note. Whoever may only note never sends."""
    conversation = conversation_of(request, number)
    form = LetterForm(request.POST)
    if not form.is_valid():
        return toast(request, back(request, conversation), _first_error(form), tone="bad")
    try:
        letter = _letter(request, form)
        if form.is_note or not REPLY.held_by(request.member.role):
            writing.note(
                conversation, text=letter.text, by=request.member, at=now(), files=letter.files
            )
            return toast(request, back(request, conversation), _("Noted. Only your team sees it."))
        writing.reply(conversation, letter=letter, by=request.member, at=now())
    except Refused as refusal:
        return refused(request, conversation, refusal)
    return back(request, conversation)


@staff_view(NOTE, methods=("POST",))
def draft(request: StaffRequest, number: int) -> HttpResponse:
    """Keep what is being written."""
    return _keep(request, conversation_of(request, number))


@staff_view(REPLY, methods=("POST",))
def new_draft(request: StaffRequest) -> HttpResponse:
    """Keep what is being written to begin a conversation."""
    return _keep(request, None)


@staff_view(REPLY, methods=("POST",))
def undo(request: StaffRequest, number: int, pk: int) -> HttpResponse:
    """Take a mail back while its undo window is open; it is a draft again."""
    message = message_of(request, number, pk)
    conversation = message.conversation
    try:
        writing.undo(message, by=request.member, at=now())
    except Refused as refusal:
        return refused(request, conversation, refusal)
    return toast(request, back(request, conversation), _("Taken back. It is a draft again."))


@staff_view(REPLY, methods=("GET", "POST"))
def new(request: StaffRequest) -> HttpResponse:
    """Begin a conversation by mail."""
    form = NewMailForm(request.POST or None, initial={"to": request.GET.get("to", "")})
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data
        try:
            letter = Letter(
                words["text"], words["to"], words["cc"], words["subject"], _files(request)
            )
            message = writing.begin(request.workspace, letter=letter, by=request.member, at=now())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return back(request, message.conversation)
    context = {"form": form, "sender": Mailbox.objects.sending().order_by("pk").first()}
    status = 422 if form.errors else 200
    return render(request, "inbox/new.html", context, status=status)


def _letter(request: StaffRequest, form: LetterForm) -> Letter:
    words = form.cleaned_data
    return Letter(words["text"], words["to"], words["cc"], words["subject"], _files(request))


def _files(request: StaffRequest) -> tuple[StoredFile, ...]:
    tokens = list(dict.fromkeys(request.POST.getlist("files")))[:50]
    return tuple(files.claim(request.reader, tokens)) if tokens else ()


def _keep(request: StaffRequest, conversation: Conversation | None) -> HttpResponse:
    form = LetterForm(request.POST)
    form.is_valid()
    words = form.cleaned_data
    kept = drafts.Words(
        words.get("text", ""), form.message_kind, words.get("to") or (), words.get("cc") or (),
        words.get("subject", ""), tuple(request.POST.getlist("files")[:50]),
    )  # fmt: skip
    try:
        revision = drafts.save(
            conversation, words=kept, revision=words.get("revision") or 0,
            by=request.member, at=now(),
        )  # fmt: skip
    except drafts.Conflict as conflict:
        return HttpResponse(str(conflict), status=409, content_type="text/plain; charset=utf-8")
    return JsonResponse({"revision": revision})


def _first_error(form: LetterForm) -> str:
    for errors in form.errors.values():
        return str(errors[0])
    return _("This could not be read.")
