"""The demo's doors: sign in with a one-time key, and remove the demo with one click."""

import ipaddress

from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now

from rapport.accounts import client_address, limits
from rapport.accounts.access import staff_view
from rapport.accounts.requests import StaffRequest
from rapport.demo.models import DemoKey
from rapport.demo.operations import keys, removal
from rapport.demo.permissions import REMOVE_DEMO
from rapport.lib.access import public_view
from rapport.portal.session import begin_session

TRIES_AN_HOUR = 60
BACKEND = "rapport.accounts.backends.Backend"


@public_view(methods=("GET", "POST"))
def sign_in(request: HttpRequest, key: str) -> HttpResponse:
    """GET asks, POST signs in: only from this machine, only into the demo, only once."""
    if request.method == "POST" and not limits.allow(
        "demo", client_address.of(request), limit=TRIES_AN_HOUR, seconds=3600
    ):
        return limits.too_many(request)
    row = keys.find(key) if _is_loopback(request) else None
    if row is None:
        raise Http404
    if request.method != "POST" or not keys.use(row, at=now()):
        return render(request, "demo/sign_in.html", {"key": row, "who": row.member or row.contact})
    return _sign_in(request, row)


def _sign_in(request: HttpRequest, row: DemoKey) -> HttpResponse:
    slug = row.workspace.slug
    if row.member is not None:
        login(request, row.member.user, backend=BACKEND)
        return HttpResponseRedirect(reverse("today", kwargs={"slug": slug}))
    if row.contact is None:
        raise Http404
    begin_session(request, row.contact)
    return redirect("portal.home", slug=slug)


@staff_view(REMOVE_DEMO, methods=("POST",))
def remove(request: StaffRequest) -> HttpResponse:
    """Remove the demo workspace and everything in it."""
    if not request.workspace.is_demo:
        raise Http404
    removal.remove(request.workspace)
    return redirect(settings.LOGIN_REDIRECT_URL)


def _is_loopback(request: HttpRequest) -> bool:
    try:
        return ipaddress.ip_address(client_address.of(request)).is_loopback
    except ValueError:
        return False
