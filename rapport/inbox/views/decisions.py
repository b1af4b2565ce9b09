"""What people decide: who handles it, whose turn it is, whether it is over, whose it is."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _

from rapport.accounts.access import staff_view
from rapport.accounts.bin import undo_url
from rapport.accounts.models import Member
from rapport.accounts.requests import StaffRequest
from rapport.clients.models import Client
from rapport.inbox.forms import LinkForm
from rapport.inbox.models import Conversation
from rapport.inbox.operations import conversations, rota
from rapport.inbox.permissions import HANDLE
from rapport.inbox.queries import given
from rapport.inbox.views.loading import back, conversation_of, refused
from rapport.lib.keys import key_of
from rapport.lib.refusal import Refused
from rapport.lib.visibility import Turn
from rapport.projects.models import Project
from rapport.ui.toasts import toast
from rapport.workspaces.operations import bin as waste


@staff_view(HANDLE, methods=("POST",))
def assignee(request: StaffRequest, number: int) -> HttpResponse:
    """Give it to somebody of the team, or to nobody."""
    conversation = conversation_of(request, number)
    chosen = request.POST.get("member", "")
    if chosen == "next":
        return _give_on(request, conversation)
    to = None
    if chosen:
        to = get_object_or_404(Member.objects.active(), pk=key_of(chosen))
    conversations.assign(conversation, to=to, by=request.member, at=now())
    said = _("%(name)s has it now.") % {"name": to.name} if to else _("Nobody has it now.")
    away = given.gone(to, request.workspace, at=now()) if to else None
    if away is None:
        return toast(request, back(request, conversation), said)
    warned = f"{said} {away.said} {given.stands_in(away)}".strip()
    return toast(request, back(request, conversation), warned, tone="warn")


@staff_view(HANDLE, methods=("POST",))
def turn(request: StaffRequest, number: int) -> HttpResponse:
    """Say whose move it is."""
    conversation = conversation_of(request, number)
    wanted = request.POST.get("turn", "")
    if wanted not in Turn.values:
        return toast(request, back(request, conversation), _("Whose turn is it?"), tone="bad")
    conversations.set_turn(conversation, turn=wanted, by=request.member, at=now())
    return back(request, conversation)


@staff_view(HANDLE, methods=("POST", "DELETE"))
def closure(request: StaffRequest, number: int) -> HttpResponse:
    """Close it (POST), or open it again (DELETE)."""
    conversation = conversation_of(request, number)
    if _undoes(request):
        conversations.reopen(conversation, by=request.member, at=now())
        return toast(request, back(request, conversation), _("Open again."))
    try:
        conversations.close(conversation, by=request.member, at=now())
    except Refused as refusal:
        return toast(request, back(request, conversation), str(refusal), tone="bad")
    undo = request.path + "?undo=1"
    return toast(request, _next(request), _("Closed."), undo=undo)


@staff_view(HANDLE, methods=("POST", "DELETE"))
def aside(request: StaffRequest, number: int) -> HttpResponse:
    """Set it aside (POST), or take it back (DELETE)."""
    conversation = conversation_of(request, number)
    if _undoes(request):
        conversations.take_back(conversation, by=request.member, at=now())
        return toast(request, back(request, conversation), _("Back in the inbox."))
    conversations.set_aside(conversation, by=request.member, at=now())
    undo = request.path + "?undo=1"
    return toast(request, _next(request), _("Set aside."), undo=undo)


@staff_view(HANDLE, methods=("POST",))
def binning(request: StaffRequest, number: int) -> HttpResponse:
    """Move it to the bin."""
    conversation = conversation_of(request, number)
    waste.put(conversation, by=request.member, at=now())
    undo = undo_url(request.workspace, conversation)
    return toast(request, _next(request), _("In the bin."), undo=undo)


@staff_view(HANDLE, methods=("GET", "POST"))
def link(request: StaffRequest, number: int) -> HttpResponse:
    """Say whose conversation it is, and about which project."""
    conversation = conversation_of(request, number)
    form = LinkForm(
        request.POST or None,
        initial={"client": conversation.client_id, "project": conversation.project_id},
        clients=Client.objects.visible_to(request.reader).live().order_by("name"),
        projects=Project.objects.visible_to(request.reader).live().order_by("name"),
    )
    if request.method == "POST" and form.is_valid():
        try:
            conversations.link(conversation, **form.cleaned_data, by=request.member, at=now())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return toast(request, back(request, conversation), _("Linked."))
    context = {"conversation": conversation, "form": form}
    return render(request, "inbox/link.html", context, status=422 if form.errors else 200)


def _give_on(request: StaffRequest, conversation: Conversation) -> HttpResponse:
    try:
        choice = rota.give_on(conversation, by=request.member, at=now())
    except Refused as refusal:
        return refused(request, conversation, refusal)
    said = _("%(name)s has it now.") % {"name": choice.member.name}
    return toast(request, back(request, conversation), said)


def _undoes(request: StaffRequest) -> bool:
    return request.method == "DELETE" or "undo" in request.GET


def _next(request: StaffRequest) -> HttpResponse:
    return redirect("inbox", slug=request.workspace.slug)
