"""One's own page: name, language, colours, and how one signs in."""

from allauth.usersessions.models import UserSession
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from rapport.accounts import devices, entrance
from rapport.accounts.access import staff_view
from rapport.accounts.forms import ProfileForm
from rapport.accounts.operations import profiles, recovery_codes, second_factors, sessions
from rapport.accounts.operations.profiles import Profile
from rapport.accounts.permissions import OWN_PROFILE
from rapport.accounts.requests import StaffRequest
from rapport.ui.toasts import toast


@staff_view(OWN_PROFILE, methods=("GET", "POST"))
def profile(request: StaffRequest) -> HttpResponse:
    """Show and change one's own profile."""
    form = ProfileForm(request.POST or None, initial=_now(request))
    if form.is_bound and form.is_valid():
        data = dict(form.cleaned_data)
        title, signature = data.pop("title"), data.pop("signature")
        profiles.change(request.member, profile=Profile(**data), title=title, signature=signature)
        response = redirect("accounts.profile", slug=request.workspace.slug)
        # What was chosen here counts again, also where a device remembered something else.
        response.delete_cookie("theme")
        return toast(request, response, _("Saved."))
    signed_in = UserSession.objects.filter(user=request.member.user).order_by("-last_seen_at")
    factors = second_factors.of(request.member.user)
    context = {
        "form": form,
        "kinds": set(factors.values_list("type", flat=True)),
        "codes_left": recovery_codes.left(request.member.user),
        "sessions": [{"row": row, "device": devices.named(row.user_agent)} for row in signed_in],
        "current_key": request.session.session_key,
    }
    status = 422 if form.is_bound else 200
    return render(request, "accounts/profile.html", context, status=status)


@staff_view(OWN_PROFILE, methods=("POST",))
def session_end(request: StaffRequest, pk: int) -> HttpResponse:
    """Sign out of one of one's own sessions."""
    sessions.end(get_object_or_404(UserSession, user=request.member.user, pk=pk))
    response = redirect("accounts.profile", slug=request.workspace.slug)
    return toast(request, response, _("Signed out there."))


@staff_view(OWN_PROFILE, methods=("POST",))
def other_sessions_end(request: StaffRequest) -> HttpResponse:
    """Sign out everywhere else."""
    sessions.end_all(request.member.user)
    entrance.stay(request, request.member.user)
    response = redirect("accounts.profile", slug=request.workspace.slug)
    return toast(request, response, _("Signed out everywhere else."))


def _now(request: StaffRequest) -> dict[str, object]:
    user, member = request.member.user, request.member
    return {
        "name": user.name,
        "title": member.title,
        "language": user.language,
        "time_zone": user.time_zone,
        "theme": user.theme,
        "shortcuts": user.shortcuts,
        "signature": member.signature,
    }
