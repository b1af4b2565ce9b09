"""Sign in with another address. Opening the link in the mail changes nothing; a POST does."""

from typing import cast

from allauth.account.decorators import reauthentication_required
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.timezone import now

from rapport.accounts import client_address, limits, tokens
from rapport.accounts.access import signed_in_view
from rapport.accounts.forms import AddressForm
from rapport.accounts.models import AddressChange, User
from rapport.accounts.operations import addresses
from rapport.lib.access import public_view
from rapport.lib.refusal import Refused

AN_HOUR = 3600
ASKED_AN_HOUR, TRIES_AN_HOUR = 5, 20


@signed_in_view(methods=("GET", "POST"))
@reauthentication_required  # type: ignore[untyped-decorator]
def change(request: HttpRequest) -> HttpResponse:
    """Ask for a letter to one's own new address."""
    form = AddressForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        status = 422 if form.is_bound else 200
        return render(request, "account/address.html", {"form": form}, status=status)
    user, email = cast("User", request.user), form.cleaned_data["email"]
    if not may_ask(request, user):
        return limits.too_many(request)
    addresses.ask(user, email=email, at=now())
    return render(request, "account/address_asked.html", {"email": email})


def may_ask(request: HttpRequest, user: User) -> bool:
    """Count a wish: by whose address it is, and by who is asking."""
    visitor = client_address.of(request)
    return limits.allow(
        "address.of", str(user.pk), limit=ASKED_AN_HOUR, seconds=AN_HOUR
    ) and limits.allow("address", visitor, limit=TRIES_AN_HOUR, seconds=AN_HOUR)


@public_view(methods=("GET", "POST"))
def confirmation(request: HttpRequest, token: str) -> HttpResponse:
    """Show whose address becomes which; on POST put it in place, and sign out."""
    visitor = client_address.of(request)
    if request.method == "POST" and not limits.allow(
        "address.confirm", visitor, limit=TRIES_AN_HOUR, seconds=AN_HOUR
    ):
        return limits.too_many(request)
    rows = AddressChange.objects.select_related("user")
    found = rows.filter(token_hash=tokens.hash_of(token)).first()
    if found is None or not found.is_open(now()):
        return render(request, "account/address_closed.html", status=410)
    with translation.override(found.user.language):
        if request.method != "POST":
            return render(request, "account/address_confirm.html", {"email": found.email})
        return _confirm(request, found)


def _confirm(request: HttpRequest, found: AddressChange) -> HttpResponse:
    try:
        addresses.confirm(found, at=now())
    except Refused as refusal:
        context = {"refusal": str(refusal)}
        return render(request, "account/address_closed.html", context, status=410)
    logout(request)
    return render(request, "account/address_changed.html", {"email": found.email})
