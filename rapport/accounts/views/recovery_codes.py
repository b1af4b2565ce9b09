"""Recovery codes: shown in the answer to the click that made them, and never again."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from allauth.account.decorators import reauthentication_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render

from rapport.accounts.access import signed_in_view
from rapport.accounts.models import User
from rapport.accounts.operations import recovery_codes, second_factors

View = Callable[..., HttpResponseBase]


@signed_in_view(methods=("GET", "POST"))
@reauthentication_required(app="allauth.mfa")  # type: ignore[untyped-decorator]
def codes(request: HttpRequest) -> HttpResponse:
    """How many are left; a POST makes a new set."""
    user = cast("User", request.user)
    if not second_factors.of(user).exists():
        return redirect("mfa_index")
    if request.method == "POST":
        return _shown_once(request, user)
    return render(request, "mfa/codes.html", {"left": recovery_codes.left(user)})


def then_codes(view: View) -> View:
    """After somebody's first app or passkey was set up, give them their codes at once."""

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        if request.method != "POST" or response.status_code != 302:
            return response
        if not isinstance(request.user, User):
            return response
        user = request.user
        if not second_factors.of(user).exists() or recovery_codes.left(user) is not None:
            return response
        return _shown_once(request, user)

    return inner


def _shown_once(request: HttpRequest, user: User) -> HttpResponse:
    return render(request, "mfa/codes_made.html", {"codes": recovery_codes.renew(user)})
