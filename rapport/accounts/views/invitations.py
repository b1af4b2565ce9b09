"""Invite: write, see the mail as it will arrive, send; renew and withdraw."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _

from rapport.accounts import guest_projects, limits, ranks
from rapport.accounts.access import staff_view
from rapport.accounts.forms import InvitationForm
from rapport.accounts.models import Invitation
from rapport.accounts.operations import invitations
from rapport.accounts.permissions import MANAGE_PEOPLE
from rapport.accounts.requests import StaffRequest
from rapport.lib.keys import key_of
from rapport.lib.refusal import Refused
from rapport.ui.toasts import toast

A_DAY = 24 * 3600
INVITATIONS_A_DAY = 100


@staff_view(MANAGE_PEOPLE, methods=("GET", "POST"))
def new(request: StaffRequest) -> HttpResponse:
    """The form, then the preview, then (with `send`) the mail itself; `?instead=` begins with
    what another invitation said, which the new one takes the place of."""
    roles = ranks.grantable(request.member)
    initial = _as_before(_instead_of(request)) or {"language": request.workspace.language}
    projects = guest_projects.choices(request.reader)
    form = InvitationForm(request.POST or None, roles=roles, projects=projects, initial=initial)
    if not form.is_bound or not form.is_valid():
        status = 422 if form.is_bound else 200
        return render(request, "accounts/invite.html", {"form": form}, status=status)
    if "edit" in request.POST:
        return render(request, "accounts/invite.html", {"form": form})
    if "send" not in request.POST:
        letter = invitations.letter(request.workspace, form.invitee(), by=request.member)
        context = {"form": form, "letter": letter}
        return render(request, "accounts/invite_preview.html", context)
    return _send(request, form)


@staff_view(MANAGE_PEOPLE, methods=("POST",))
def renewal(request: StaffRequest, pk: int) -> HttpResponse:
    """Send a fresh link; the old one stops working."""
    invitation = _invitation(pk)
    if not limits.allow("renew", str(pk), limit=5, seconds=3600):
        return limits.too_many(request)
    try:
        invitations.renew(invitation, by=request.member, at=now())
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("team", slug=request.workspace.slug)
    text = _("A new link is on its way to %(email)s.") % {"email": invitation.email}
    return toast(request, redirect("team", slug=request.workspace.slug), text)


@staff_view(MANAGE_PEOPLE, methods=("POST",))
def withdrawal(request: StaffRequest, pk: int) -> HttpResponse:
    """Make a link useless."""
    invitation = _invitation(pk)
    invitations.withdraw(invitation, by=request.member, at=now())
    text = _("The invitation of %(email)s was taken back.") % {"email": invitation.email}
    return toast(request, redirect("team", slug=request.workspace.slug), text)


def _send(request: StaffRequest, form: InvitationForm) -> HttpResponse:
    who = str(request.workspace.pk)
    if not limits.allow("invite", who, limit=INVITATIONS_A_DAY, seconds=A_DAY):
        return limits.too_many(request)
    try:
        invitations.invite(
            request.workspace, invitee=form.invitee(), by=request.member, at=now(),
            instead=_instead_of(request),
        )  # fmt: skip
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return render(request, "accounts/invite.html", {"form": form}, status=409)
    text = _("The invitation is on its way to %(email)s.") % {"email": form.cleaned_data["email"]}
    return toast(request, redirect("team", slug=request.workspace.slug), text)


def _instead_of(request: StaffRequest) -> Invitation | None:
    """An open invitation that this one corrects."""
    if "instead" not in request.GET:
        return None
    found = _invitation(key_of(request.GET["instead"]))
    if found.accepted_at or found.withdrawn_at:
        raise Http404
    return found


def _as_before(invitation: Invitation | None) -> dict[str, Any]:
    names = ("email", "name", "role", "language", "project_ids", "note")
    return {name: getattr(invitation, name) for name in names} if invitation else {}


def _invitation(pk: int) -> Invitation:
    rows = Invitation.objects.select_related("workspace", "invited_by__user")
    invitation: Invitation = get_object_or_404(rows, pk=pk)
    return invitation
