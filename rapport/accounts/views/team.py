"""The team: who is here, as what, and who is asked to come."""

from django.contrib import messages
from django.db.models import F
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _

from rapport.accounts import letters, ranks
from rapport.accounts.access import staff_view
from rapport.accounts.models import Invitation, Member
from rapport.accounts.operations import members, second_factors
from rapport.accounts.permissions import MANAGE_PEOPLE, SEE_TEAM
from rapport.accounts.requests import StaffRequest
from rapport.lib.refusal import Refused
from rapport.ui.toasts import toast


@staff_view(SEE_TEAM)
def team(request: StaffRequest) -> HttpResponse:
    """Everybody in the workspace, and the invitations under way."""
    active_first = F("deactivated_at").asc(nulls_first=True)
    people = Member.objects.select_related("user").order_by(active_first, "user__name", "pk")
    secured = second_factors.users_with_one()
    waiting = Invitation.objects.filter(accepted_at=None, withdrawn_at=None)
    invitations = list(waiting.select_related("invited_by__user").order_by("-sent_at"))
    unsent = letters.unsent([one.email for one in invitations])
    context = {
        "people": [
            (person, ranks.outranks(request.member, person), person.user_id in secured)
            for person in people
        ],
        "invitations": [(one, unsent.get(one.email, "")) for one in invitations],
        "roles": ranks.grantable(request.member),
        "manages": MANAGE_PEOPLE.held_by(request.member.role),
        "at": now(),
    }
    return render(request, "accounts/team.html", context)


@staff_view(MANAGE_PEOPLE, methods=("POST",))
def role(request: StaffRequest, pk: int) -> HttpResponse:
    """Give a member another role."""
    member = _member(pk)
    try:
        members.change_role(member, role=request.POST.get("role", ""), by=request.member, at=now())
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("team", slug=request.workspace.slug)
    return toast(request, redirect("team", slug=request.workspace.slug), _("Role changed."))


@staff_view(MANAGE_PEOPLE, methods=("POST",))
def deactivation(request: StaffRequest, pk: int) -> HttpResponse:
    """Close the door on a member at once."""
    member = _member(pk)
    try:
        members.deactivate(member, by=request.member, at=now())
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("team", slug=request.workspace.slug)
    undo = reverse("team.activation", kwargs={"slug": request.workspace.slug, "pk": pk})
    text = _("%(name)s can no longer sign in here.") % {"name": member.name}
    return toast(request, redirect("team", slug=request.workspace.slug), text, undo=undo)


@staff_view(MANAGE_PEOPLE, methods=("POST",))
def activation(request: StaffRequest, pk: int) -> HttpResponse:
    """Let a member in again."""
    member = _member(pk)
    try:
        members.reactivate(member, by=request.member, at=now())
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("team", slug=request.workspace.slug)
    text = _("%(name)s can sign in again.") % {"name": member.name}
    return toast(request, redirect("team", slug=request.workspace.slug), text)


def _member(pk: int) -> Member:
    return get_object_or_404(Member.objects.select_related("user"), pk=pk)
