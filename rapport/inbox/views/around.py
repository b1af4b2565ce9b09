"""Beside a conversation: who follows it and what is read with it, fetched when the page stands."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _

from rapport.accounts.access import staff_view
from rapport.accounts.models import Member
from rapport.accounts.requests import StaffRequest
from rapport.inbox.models import Conversation
from rapport.inbox.operations import following, tying
from rapport.inbox.permissions import HANDLE, NOTE, SEE_INBOX
from rapport.inbox.queries import merging as asked
from rapport.inbox.queries.around import around
from rapport.inbox.views.loading import back, conversation_of
from rapport.lib.keys import key_of
from rapport.lib.refusal import Refused
from rapport.ui.toasts import toast


@staff_view(SEE_INBOX)
def panel(request: StaffRequest, number: int) -> HttpResponse:
    """All that belongs beside it."""
    conversation = conversation_of(request, number)
    found = around(conversation, request.reader, at=now())
    may_handle = HANDLE.held_by(request.member.role)
    others = Member.objects.active().exclude(pk__in=[one.pk for one in found.followers])
    context = {
        "conversation": conversation,
        "around": found,
        "may_handle": may_handle,
        "may_follow": NOTE.held_by(request.member.role),
        "follows": any(one.pk == request.member.pk for one in found.followers),
        "others": others.exclude(pk=request.member.pk).select_related("user") if may_handle else (),
    }
    return render(request, "inbox/_around.html", context)


@staff_view(NOTE, methods=("POST", "DELETE"))
def follower(request: StaffRequest, number: int) -> HttpResponse:
    """Follow it (POST), or no more (DELETE): oneself, or whom whoever handles it names."""
    conversation = conversation_of(request, number)
    who = _named(request)
    response = back(request, conversation)
    own = who.pk == request.member.pk
    if request.method == "DELETE" or "undo" in request.GET:
        following.leave(conversation, who=who, by=request.member, at=now())
        said = _("You follow this no more.") if own else _("%(name)s follows this no more.")
        return toast(request, response, said % {"name": who.name})
    following.follow(conversation, who=who, by=request.member, at=now())
    said = _("You hear of what happens here.") if own else _("%(name)s hears of what happens here.")
    undo = f"{request.path}?undo=1&member={who.pk}"
    return toast(request, response, said % {"name": who.name}, undo=undo)


@staff_view(HANDLE, methods=("GET", "POST", "DELETE"))
def see_also(request: StaffRequest, number: int) -> HttpResponse:
    """Ask which (GET), tie it (POST), or untie it (DELETE)."""
    here = conversation_of(request, number)
    if request.method == "GET":
        return _offer(request, here)
    there = conversation_of(request, key_of(_value(request, "with")))
    undo = f"?with={there.number}"
    if request.method == "DELETE" or "undo" in request.GET:
        tying.untie(here, there, by=request.member, at=now())
        said = _("They are no longer read together.")
        return toast(request, back(request, here), said, undo=request.path + undo)
    try:
        tying.tie(here, there, by=request.member, at=now())
    except Refused as refusal:
        return _offer(request, here, str(refusal))
    said = _("Each leads to the other now.")
    return toast(request, back(request, here), said, undo=request.path + undo + "&undo=1")


def _offer(request: StaffRequest, here: Conversation, complaint: str = "") -> HttpResponse:
    words = request.GET.get("q", "").replace("\x00", "").strip()[:200]
    context = {
        "conversation": here,
        "words": words,
        "offered": asked.offered(here, request.reader, words),
        "complaint": complaint,
        "action": reverse("inbox.see_also", args=[request.workspace.slug, here.number]),
    }
    return render(request, "inbox/see_also.html", context, status=422 if complaint else 200)


def _named(request: StaffRequest) -> Member:
    named = _value(request, "member")
    chosen = key_of(named)
    if not named or chosen == request.member.pk:
        return request.member
    if not HANDLE.held_by(request.member.role):
        raise Http404
    who: Member = get_object_or_404(Member.objects.active().select_related("user"), pk=chosen)
    return who


def _value(request: StaffRequest, name: str) -> str:
    return request.POST.get(name) or request.GET.get(name, "")
