"""A forgotten password: the same answer for every address."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now

from rapport.accounts import client_address, limits
from rapport.accounts.forms import ForgottenForm
from rapport.accounts.operations import passwords
from rapport.accounts.tasks import send_password_link
from rapport.lib.access import public_view

AN_HOUR = 3600
PER_ADDRESS, PER_VISITOR = 5, 20


@public_view(methods=("GET", "POST"))
def request_link(request: HttpRequest) -> HttpResponse:
    """Ask for a link by mail."""
    form = ForgottenForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        status = 422 if form.is_bound else 200
        return render(request, "account/password_reset.html", {"form": form}, status=status)
    email = form.cleaned_data["email"].lower()
    visitor = client_address.of(request)
    if not limits.allow("forgotten", visitor, limit=PER_VISITOR, seconds=AN_HOUR):
        return limits.too_many(request)
    # Over the limit of one address nothing more is sent, and nobody learns that it was sent.
    if limits.allow("forgotten.to", email, limit=PER_ADDRESS, seconds=AN_HOUR):
        passwords.request(email, task=send_password_link, at=now())
    return redirect("account_reset_password_done")


@public_view()
def sent(request: HttpRequest) -> HttpResponse:
    """Say what happens next, whether or not we know the address."""
    return render(request, "account/password_reset_done.html")
