"""The first page of a new server: found the company."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now

from rapport.accounts import client_address, entrance, limits, start_token
from rapport.accounts.forms import StartForm
from rapport.accounts.operations import start
from rapport.lib.access import public_view
from rapport.lib.refusal import Refused

TRIES_AN_HOUR = 20


@public_view(methods=("GET", "POST"))
def begin(request: HttpRequest) -> HttpResponse:
    """Found the first workspace; only with the server's link or on the machine itself."""
    key = request.POST.get("key", request.GET.get("key", ""))
    if start.has_begun() or not start_token.may_begin(request, key):
        return render(request, "accounts/start_closed.html", status=404)
    form = StartForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        status = 422 if form.is_bound else 200
        return render(request, "accounts/start.html", {"form": form, "key": key}, status=status)
    if not limits.allow("start", client_address.of(request), limit=TRIES_AN_HOUR, seconds=3600):
        return limits.too_many(request)
    company, owner = form.facts()
    try:
        member = start.begin(company, owner=owner, at=now())
    except Refused:
        return render(request, "accounts/start_closed.html", status=404)
    entrance.enter(request, member.user)
    return redirect(f"/w/{member.workspace.slug}/settings/")
