"""The page for a new mail: written like an answer, kept while one types, discarded or sent."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _

from rapport.accounts.access import staff_view
from rapport.accounts.requests import StaffRequest
from rapport.inbox.forms import NewMailForm, said
from rapport.inbox.models import Draft, Mailbox
from rapport.inbox.operations import drafts, writing
from rapport.inbox.permissions import REPLY
from rapport.inbox.views.loading import back
from rapport.inbox.views.writing import files_named, keep, letter_of
from rapport.lib.refusal import Refused
from rapport.ui.toasts import toast
from rapport.workspaces.operations.submissions import DoneAlready


@staff_view(REPLY, methods=("GET", "POST"))
def new(request: StaffRequest) -> HttpResponse:
    """Begin a conversation by mail. What was begun before is found again."""
    if request.method == "POST":
        return _send(request)
    draft = Draft.objects.begun_by(request.member, None)
    wanted = request.GET.get("to", "").replace("\x00", "")[:320]
    form = NewMailForm(initial=_begun(draft, wanted))
    named = files_named(request.reader, draft.file_tokens if draft else [])
    return _page(request, form, draft, named)


@staff_view(REPLY, methods=("POST",))
def draft(request: StaffRequest) -> HttpResponse:
    """Keep what is being written to begin a conversation."""
    return keep(request, None)


@staff_view(REPLY, methods=("POST",))
def discard(request: StaffRequest) -> HttpResponse:
    """Throw away what was begun, or (`?undo=1`) have it back."""
    if "undo" in request.GET:
        drafts.bring_back(None, by=request.member)
        return redirect("inbox.new", slug=request.workspace.slug)
    drafts.discard(None, by=request.member, at=now())
    undo = reverse("inbox.discard", args=[request.workspace.slug]) + "?undo=1"
    home = redirect("inbox", slug=request.workspace.slug)
    return toast(request, home, _("Draft discarded."), undo=undo)


def _send(request: StaffRequest) -> HttpResponse:
    form = NewMailForm(request.POST)
    if form.is_valid():
        try:
            letter = letter_of(request, form)
            message = writing.begin(request.workspace, letter=letter, by=request.member, at=now())
        except DoneAlready:
            sent = redirect("inbox", slug=request.workspace.slug)
            return toast(request, sent, _("This mail was sent already."))
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return back(request, message.conversation)
    keep(request, None)
    draft = Draft.objects.begun_by(request.member, None)
    named = files_named(request.reader, request.POST.getlist("files")[:50])
    return _page(request, form, draft, named)


def _page(
    request: StaffRequest, form: NewMailForm, draft: Draft | None, named: list[dict[str, str]]
) -> HttpResponse:
    context = {
        "form": form,
        "draft": draft,
        "files": named,
        "is_begun": draft is not None and not draft.is_empty,
        "sender": Mailbox.objects.sending().order_by("pk").first(),
    }
    return render(request, "inbox/new.html", context, status=422 if form.errors else 200)


def _begun(draft: Draft | None, wanted: str) -> dict[str, str]:
    """The fields as they were left; `wanted` is whom a link asks to write to."""
    if draft is None or draft.is_empty:
        return {"to": wanted}
    return {
        "to": said(draft.to), "cc": said(draft.cc), "subject": draft.subject, "text": draft.body,
    }  # fmt: skip
