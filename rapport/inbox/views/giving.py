"""Why somebody has a conversation, that they are away, and to whom theirs go meanwhile."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _

from rapport.accounts.access import staff_view
from rapport.accounts.models import Member
from rapport.accounts.requests import StaffRequest
from rapport.inbox import roster
from rapport.inbox.models import Conversation
from rapport.inbox.operations import bulk, handing, rota
from rapport.inbox.permissions import HANDLE, REPLY
from rapport.inbox.queries import given
from rapport.inbox.views.bulk_words import said
from rapport.lib.keys import key_of
from rapport.lib.refusal import Refused
from rapport.lib.roles import Role
from rapport.ui.toasts import toast


def shown(request: StaffRequest, conversation: Conversation) -> dict[str, object]:
    """What stands above the labels, for whoever handles conversations."""
    if not HANDLE.held_by(request.member.role):
        return {}
    who, is_open = conversation.assignee, conversation.closed_at is None
    gone = given.gone(who, request.workspace, at=now()) if who and is_open else None
    return {
        "why": given.why(conversation),
        "gone": gone,
        "may_ask": is_open and (who is None or gone is not None) and rota.is_on(),
    }


@staff_view(HANDLE, methods=("GET", "POST"))
def handing_over(request: StaffRequest, pk: int) -> HttpResponse:
    """Hand over what waits on us with somebody: all at once, to their deputy or to another."""
    people = Member.objects.active().select_related("user")
    of: Member = get_object_or_404(people, pk=min(pk, 2**62))
    if request.method == "POST":
        to = get_object_or_404(people, pk=key_of(request.POST.get("to", "")))
        return _hand_over(request, of, to)
    away = roster.absent(request.workspace, at=now())
    able = [role for role in Role if REPLY.held_by(role)]
    others = people.filter(role__in=able).exclude(pk=of.pk).order_by("user__name", "pk")
    context = {
        "of": of,
        "gone": given.gone(of, request.workspace, at=now()),
        "waiting": given.waiting(of),
        "others": given.marked(list(others), away),
    }
    return render(request, "inbox/handing_over.html", context)


def _hand_over(request: StaffRequest, of: Member, to: Member) -> HttpResponse:
    slug = request.workspace.slug
    try:
        act = handing.hand_over(of, to=to, by=request.member, at=now())
    except Refused as refusal:
        again = redirect("inbox.handing_over", slug=slug, pk=of.pk)
        return toast(request, again, str(refusal), tone="bad")
    if act is None:
        home = redirect("inbox", slug=slug)
        return toast(request, home, _("Nothing waits with %(name)s.") % {"name": of.name})
    here = reverse("inbox.act", args=[slug, act.pk])
    if act.total > bulk.AT_ONCE:
        return redirect(here)
    bulk.work_off(act, now=now)
    act.refresh_from_db()
    listed = redirect(f"{reverse('inbox', args=[slug])}?show=waiting&assignee={to.pk}")
    return toast(request, listed, said(act), undo=f"{here}undo/" if act.done else "")
