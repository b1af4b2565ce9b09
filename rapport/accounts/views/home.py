"""The root: where a person belongs."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from rapport.accounts import start_token
from rapport.accounts.models import Member
from rapport.accounts.operations.start import has_begun
from rapport.lib.access import public_view


@public_view()
def home(request: HttpRequest) -> HttpResponse:
    """To the only workspace, to a choice of several, to sign-in, or to a new server's set-up."""
    if not request.user.is_authenticated:
        is_new = not has_begun() and start_token.may_begin(request, "")
        return redirect("start" if is_new else "account_login")
    places = Member.everywhere.active().filter(user=request.user.pk).select_related("workspace")
    members = list(places.order_by("workspace__name"))
    if len(members) == 1:
        return redirect(f"/w/{members[0].workspace.slug}/")
    return render(request, "accounts/choose.html", {"members": members})
