"""Make two conversations of one: see what goes, name it, do it; and back."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _

from rapport.accounts.access import staff_view
from rapport.accounts.requests import StaffRequest
from rapport.inbox.models import Message, Reshaping
from rapport.inbox.operations import splitting
from rapport.inbox.permissions import HANDLE
from rapport.inbox.queries.splitting import going
from rapport.inbox.views.loading import back, conversation_of, message_of, refused
from rapport.lib.refusal import Refused
from rapport.ui.toasts import toast


@staff_view(HANDLE, methods=("GET", "POST"))
def page(request: StaffRequest, number: int, pk: int) -> HttpResponse:
    """From this message on: what would go; a POST does it."""
    since = message_of(request, number, pk)
    if request.method == "POST":
        return _split(request, since)
    return _show(request, since)


@staff_view(HANDLE, methods=("POST",))
def unsplit(request: StaffRequest, number: int, pk: int) -> HttpResponse:
    """Put it back."""
    target = conversation_of(request, number)
    rows = Reshaping.objects.filter(kind=Reshaping.Kind.SPLIT, target=target)
    act = get_object_or_404(rows.select_related("source", "target"), pk=pk)
    try:
        splitting.take_back(act, by=request.member, at=now())
    except Refused as refusal:
        return refused(request, target, refusal)
    return toast(request, back(request, act.source), _("It is one again."))


def _split(request: StaffRequest, since: Message) -> HttpResponse:
    subject = request.POST.get("subject", "").replace("\x00", "")[:300]
    try:
        act = splitting.split(
            since.conversation, since=since, by=request.member, at=now(), subject=subject
        )
    except Refused as refusal:
        return _show(request, since, str(refusal))
    said = _("This is a conversation of its own now.")
    undo = reverse("inbox.unsplit", args=[request.workspace.slug, act.target.number, act.pk])
    return toast(request, back(request, act.target), said, undo=undo)


def _show(request: StaffRequest, since: Message, complaint: str = "") -> HttpResponse:
    context = {
        "conversation": since.conversation,
        "message": since,
        "going": going(since),
        "subject": request.POST.get("subject", since.subject or since.conversation.subject),
        "complaint": complaint,
    }
    return render(request, "inbox/split.html", context, status=422 if complaint else 200)
