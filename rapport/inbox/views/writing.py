"""What views about writing share: the letter a form makes, and keeping what was typed."""

from django.http import HttpResponse, JsonResponse
from django.utils.timezone import now

from rapport.accounts.requests import StaffRequest
from rapport.files.access import uploaded_by
from rapport.files.models import StoredFile
from rapport.files.operations import files
from rapport.inbox.forms import LetterForm
from rapport.inbox.models import Conversation
from rapport.inbox.operations import drafts
from rapport.inbox.operations.letters import Letter
from rapport.lib.reader import Reader
from rapport.workspaces.operations import submissions

MOST_FILES = 50


def letter_of(request: StaffRequest, form: LetterForm) -> Letter:
    """What was written, with the files this very person brought in."""
    words = form.cleaned_data
    tokens = list(dict.fromkeys(request.POST.getlist("files")))[:MOST_FILES]
    attached = tuple(files.claim(request.reader, tokens)) if tokens else ()
    content = (words["text"], words["to"], words["cc"], words["subject"])
    key = request.POST.get("once", "")[:100]
    once = submissions.digest_of(
        key, request.member.pk, request.path, form.is_note, content, tokens
    )
    across, after = "across" in request.POST, words.get("after")
    by = words.get("by", "")
    return Letter(*content, attached, once, across=across, by=by, after=after)


def keep(request: StaffRequest, conversation: Conversation | None) -> HttpResponse:
    """Save the draft and answer its new revision, or why it was not saved."""
    form = LetterForm(request.POST)
    form.is_valid()
    try:
        revision = drafts.save(
            conversation, words=_typed(request, form),
            revision=form.cleaned_data.get("revision") or 0, by=request.member, at=now(),
        )  # fmt: skip
    except drafts.Conflict as conflict:
        return HttpResponse(str(conflict), status=409, content_type="text/plain; charset=utf-8")
    return JsonResponse({"revision": revision})


def files_named(reader: Reader, tokens: list[str]) -> list[dict[str, str]]:
    """Own files by their tokens, as the composer lists them: of others' not even the name."""
    found = StoredFile.objects.filter(token__in=tokens) if tokens else ()
    own = [file for file in found if uploaded_by(reader, file)]
    return [{"id": file.token, "name": file.name} for file in own]


def _typed(request: StaffRequest, form: LetterForm) -> drafts.Words:
    """What stands in the fields, also where it is half an address."""
    return drafts.Words(
        _raw(form, "text", 500_000),
        form.message_kind,
        _people(form, "to"),
        _people(form, "cc"),
        _raw(form, "subject", 500),
        tuple(request.POST.getlist("files")[:MOST_FILES]),
        form.cleaned_data.get("after"),
    )


def _people(form: LetterForm, name: str) -> tuple[tuple[str, str], ...]:
    if name in form.cleaned_data:
        return tuple(form.cleaned_data[name])
    return (("", _raw(form, name, 2_000)),)


def _raw(form: LetterForm, name: str, longest: int) -> str:
    return str(form.data.get(name, "")).replace("\x00", "")[:longest]
