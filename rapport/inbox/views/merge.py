"""Make one conversation of two: choose the other one, see what will happen, do it; and back."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _

from rapport.accounts.access import staff_view
from rapport.accounts.requests import StaffRequest
from rapport.inbox.models import Conversation, Reshaping
from rapport.inbox.operations import merging
from rapport.inbox.permissions import HANDLE
from rapport.inbox.queries import merging as asked
from rapport.inbox.views.loading import back, conversation_of, refused
from rapport.lib.keys import key_of
from rapport.lib.refusal import Refused
from rapport.ui.toasts import toast


@staff_view(HANDLE, methods=("GET", "POST"))
def page(request: StaffRequest, number: int) -> HttpResponse:
    """Ask into which; with one say what will happen; a POST does it."""
    source = conversation_of(request, number)
    target = _target(request, source)
    if request.method == "POST" and target is not None:
        return _merge(request, source, target)
    return _show(request, source, target)


@staff_view(HANDLE, methods=("POST",))
def parting(request: StaffRequest, number: int, pk: int) -> HttpResponse:
    """Take them apart again."""
    target = conversation_of(request, number)
    rows = Reshaping.objects.filter(kind=Reshaping.Kind.MERGE, target=target)
    act = get_object_or_404(rows.select_related("source", "target"), pk=pk)
    try:
        merging.part(act, by=request.member, at=now())
    except Refused as refusal:
        return refused(request, target, refusal)
    return toast(request, back(request, act.source), _("They are two again."))


def _target(request: StaffRequest, source: Conversation) -> Conversation | None:
    chosen = request.POST.get("into") or request.GET.get("into", "")
    if not chosen:
        return None
    wanted = key_of(chosen)
    if not wanted:
        raise Http404
    found = conversation_of(request, wanted)
    return None if found.pk == source.pk else found


def _merge(request: StaffRequest, source: Conversation, target: Conversation) -> HttpResponse:
    agreed = "agreed" in request.POST
    try:
        act = merging.merge(source, target, by=request.member, at=now(), agreed=agreed)
    except Refused as refusal:
        return _show(request, source, target, str(refusal))
    said = _("#%(number)s has gone into this conversation.") % {"number": source.number}
    where = [request.workspace.slug, target.number, act.pk]
    return toast(
        request, back(request, target), said, undo=reverse("inbox.parting", args=where)
    )  # fmt: skip


def _show(
    request: StaffRequest, source: Conversation, target: Conversation | None, complaint: str = ""
) -> HttpResponse:
    words = request.GET.get("q", "").replace("\x00", "").strip()[:200]
    context = {
        "conversation": source,
        "target": target,
        "words": words,
        "offered": [] if target else asked.offered(source, request.reader, words),
        "preview": asked.preview(source, target) if target else None,
        "complaint": complaint,
    }
    return render(request, "inbox/merge.html", context, status=422 if complaint else 200)
