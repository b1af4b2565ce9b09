"""What departments are asked: the list, and what the asked and the asker do with one."""

from collections.abc import Callable

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.timezone import now
from django.utils.translation import gettext as _

from rapport.accounts.access import staff_view
from rapport.accounts.requests import StaffRequest
from rapport.inbox.models import DepartmentRequest
from rapport.inbox.operations import requests as asking
from rapport.inbox.permissions import ANSWER_INSIDE, REPLY, SEE_INBOX
from rapport.inbox.queries import requests as asked
from rapport.inbox.views.loading import back, conversation_of, refused
from rapport.lib.refusal import Refused
from rapport.ui.paging import paged
from rapport.ui.toasts import toast

A_PAGE = 50


@staff_view(SEE_INBOX)
def index(request: StaffRequest) -> HttpResponse:
    """What waits for me, what I wait for, and what is over."""
    question = asked.Question.of(request.GET)
    pages = paged(asked.listed(question, request.reader), A_PAGE, request.GET.dict())
    context = {"question": question, "filters": asked.FILTERS.items(), "at": now(), **pages}
    return render(request, "inbox/requests.html", context)


@staff_view(ANSWER_INSIDE, methods=("POST", "DELETE"))
def acceptance(request: StaffRequest, number: int) -> HttpResponse:
    """Take it on (POST), or leave it to the others again (DELETE)."""
    if request.method == "DELETE" or "undo" in request.GET:
        return _do(request, number, asking.release, _("The others can take it again."))
    undo = request.path + "?undo=1"
    return _do(request, number, asking.accept, _("You have it now."), undo)


@staff_view(ANSWER_INSIDE, methods=("POST",))
def ending(request: StaffRequest, number: int) -> HttpResponse:
    """Hand it back, or refuse it, with the reason."""
    found = _request_of(request, number)
    reason = request.POST.get("reason", "").replace("\x00", "")
    ways = {"back": asking.hand_back, "refused": asking.refuse}
    end = ways.get(request.POST.get("how", ""))
    if end is None:
        raise Http404
    try:
        end(found, reason=reason, by=request.member, at=now())
    except Refused as refusal:
        return refused(request, found.conversation, refusal)
    said = _("Whoever asked has it again, with your reason.")
    return toast(request, back(request, found.conversation), said)


@staff_view(REPLY, methods=("POST",))
def withdrawal(request: StaffRequest, number: int) -> HttpResponse:
    """It is needed no more; `?undo=1` asks again."""
    if "undo" in request.GET:
        return _do(request, number, asking.ask_again, _("It is their turn again."))
    undo = request.path + "?undo=1"
    return _do(request, number, asking.withdraw, _("They need not answer any more."), undo)


@staff_view(REPLY, methods=("POST",))
def renewal(request: StaffRequest, number: int) -> HttpResponse:
    """Ask again: it was no answer yet."""
    return _do(request, number, asking.ask_again, _("It is their turn again, with a new target."))


def _do(
    request: StaffRequest, number: int, act: Callable[..., None], said: str, undo: str = ""
) -> HttpResponse:
    found = _request_of(request, number)
    try:
        act(found, by=request.member, at=now())
    except Refused as refusal:
        return refused(request, found.conversation, refusal)
    return toast(request, back(request, found.conversation), said, undo=undo)


def _request_of(request: StaffRequest, number: int) -> DepartmentRequest:
    side = conversation_of(request, number)
    rows = DepartmentRequest.objects.select_related(
        "conversation__side_of", "department__workspace"
    )
    found: DepartmentRequest = get_object_or_404(rows, conversation=side)
    return found
