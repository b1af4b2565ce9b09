"""Come in by an invitation. Opening the link changes nothing; a POST does."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation

from rapport.accounts import client_address, entrance, limits, tokens
from rapport.accounts.forms import JoinForm
from rapport.accounts.models import Invitation, Member, User
from rapport.accounts.operations import invitations
from rapport.accounts.operations.members import Person
from rapport.events.actor import SYSTEM
from rapport.lib.access import public_view
from rapport.lib.refusal import Refused
from rapport.workspaces.scope import open_workspace

AN_HOUR = 3600
POSTS_AN_HOUR, RENEWALS_AN_HOUR = 30, 5


@public_view(methods=("GET", "POST"))
def join(request: HttpRequest, token: str) -> HttpResponse:
    """Show who invites; on POST become a member."""
    invitation = _invitation(token)
    with open_workspace(invitation.workspace_id), translation.override(invitation.language):
        if not invitation.is_open(timezone.now()):
            return _closed(request, invitation, token)
        if request.method == "GET" or request.method == "HEAD":
            start = {"name": invitation.name, "time_zone": invitation.workspace.time_zone}
            return _page(request, invitation, JoinForm(initial=start))
        if not limits.allow("join", client_address.of(request), limit=POSTS_AN_HOUR, seconds=3600):
            return limits.too_many(request)
        return _come_in(request, invitation)


@public_view(methods=("POST",))
def renewal(request: HttpRequest, token: str) -> HttpResponse:
    """Send a fresh link to the invited address, in one tap."""
    invitation = _invitation(token)
    if not limits.allow("renew", str(invitation.pk), limit=RENEWALS_AN_HOUR, seconds=AN_HOUR):
        return limits.too_many(request)
    with open_workspace(invitation.workspace_id), translation.override(invitation.language):
        try:
            invitations.renew(invitation, by=SYSTEM, at=timezone.now())
        except Refused:
            return _closed(request, invitation, token)
        return render(request, "accounts/join_renewed.html", {"invitation": invitation})


def _invitation(token: str) -> Invitation:
    rows = Invitation.everywhere.select_related("workspace", "invited_by__user")
    invitation = rows.filter(token_hash=tokens.hash_of(token)).first()
    if invitation is None:
        raise Http404
    return invitation


def _come_in(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    form = JoinForm(request.POST)
    try:
        if isinstance(request.user, User):
            member = invitations.accept_as(invitation, user=request.user, at=timezone.now())
            return _welcome(member)
        if _is_known(invitation) or not form.is_valid():
            return _page(request, invitation, form, status=422)
        member = invitations.accept(invitation, person=_person(form, invitation), at=timezone.now())
    except Refused as refusal:
        return _page(request, invitation, form, refusal=refusal, status=409)
    entrance.enter(request, member.user)
    return _welcome(member)


def _person(form: JoinForm, invitation: Invitation) -> Person:
    data = form.cleaned_data
    return Person(
        data["name"], invitation.email, data["password"], invitation.language, data["time_zone"]
    )


def _welcome(member: Member) -> HttpResponse:
    return redirect(f"/w/{member.workspace.slug}/")


def _page(
    request: HttpRequest,
    invitation: Invitation,
    form: JoinForm,
    *,
    refusal: Refused | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "invitation": invitation,
        "form": form,
        "refusal": refusal,
        "is_known": _is_known(invitation),
    }
    return render(request, "accounts/join.html", context, status=status)


def _is_known(invitation: Invitation) -> bool:
    return User.objects.filter(email=invitation.email).exists()


def _closed(request: HttpRequest, invitation: Invitation, token: str) -> HttpResponse:
    renewable = invitation.accepted_at is None and invitation.withdrawn_at is None
    context = {"invitation": invitation, "renewable": renewable, "token": token}
    return render(request, "accounts/join_closed.html", context, status=410)
