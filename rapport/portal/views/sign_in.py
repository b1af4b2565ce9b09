"""Sign in by a link or a code from a mail. Nothing acts before a click, and no answer tells whom
we know."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext, suppress
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone, translation

from rapport.accounts import client_address, limits
from rapport.clients.operations import sign_in as keys
from rapport.lib.access import public_view
from rapport.lib.refusal import Refused
from rapport.portal.forms import AddressForm, CodeForm
from rapport.portal.session import begin_session
from rapport.workspaces.models import Workspace
from rapport.workspaces.scope import open_workspace

TRIES_AN_HOUR = 60
View = Callable[..., HttpResponseBase]


def door(view: View) -> View:
    """Open the workspace of the URL; posts are counted by address."""

    @wraps(view)
    def inner(request: HttpRequest, slug: str, *args: Any, **kwargs: Any) -> HttpResponseBase:
        workspace = get_object_or_404(Workspace, slug=slug)
        who = client_address.of(request)
        if request.method == "POST" and not limits.allow(
            "portal.sign-in", who, limit=TRIES_AN_HOUR, seconds=3600
        ):
            return limits.too_many(request)
        with open_workspace(workspace.pk):
            return view(request, workspace, *args, **kwargs)

    return inner


@public_view(methods=("GET", "POST"))
@door
def sign_in(request: HttpRequest, workspace: Workspace) -> HttpResponse:
    """Ask for the address; whatever is given, the answer is the same."""
    form = AddressForm(request.POST if request.method == "POST" else None)
    wanted = request.GET.get("next", "")
    if not form.is_valid():
        context = {"form": form, "workspace": workspace}
        return render(request, "portal/sign_in.html", context, status=422 if form.is_bound else 200)
    email = form.cleaned_data["email"]
    keys.request_key(workspace, email=email, next_path=wanted, at=timezone.now())
    code = CodeForm(initial={"email": email})
    return render(request, "portal/sent.html", {"form": code, "workspace": workspace})


@public_view(methods=("POST",))
@door
def code(request: HttpRequest, workspace: Workspace) -> HttpResponse:
    """Take the six digits."""
    form = CodeForm(request.POST)
    if form.is_valid():
        try:
            redeemed = keys.redeem_code(**form.cleaned_data, at=timezone.now())
        except Refused as refusal:
            form.add_error("code", str(refusal))
        else:
            return _enter(request, workspace, redeemed)
    return render(request, "portal/sent.html", {"form": form, "workspace": workspace}, status=422)


@public_view(methods=("GET", "POST"))
@door
def link(request: HttpRequest, workspace: Workspace, token: str) -> HttpResponse:
    """GET shows a button and changes nothing (scanners open links); POST signs in."""
    key = keys.open_key(token, at=timezone.now())
    if key is None:
        return _too_old(request, workspace, token)
    if request.method == "POST":
        try:
            return _enter(request, workspace, keys.redeem_link(token, at=timezone.now()))
        except Refused:
            return _too_old(request, workspace, token)
    with translation.override(key.contact.language):
        context = {"workspace": workspace, "contact": key.contact}
        return render(request, "portal/link.html", context)


@public_view(methods=("POST",))
@door
def renewal(request: HttpRequest, workspace: Workspace, token: str) -> HttpResponse:
    """Send a fresh link to whoever the old one was for; the answer is the same for any token."""
    # Refused when enough mails went out: the newest of them still works.
    with suppress(Refused):
        keys.renew(token, at=timezone.now())
    with _their_language(token):
        return render(request, "portal/sent.html", {"workspace": workspace})


def _too_old(request: HttpRequest, workspace: Workspace, token: str) -> HttpResponse:
    """One page for used, expired and unknown links."""
    context = {"workspace": workspace, "token": token}
    with _their_language(token):
        return render(request, "portal/too_old.html", context, status=410)


def _their_language(token: str) -> AbstractContextManager[None]:
    """The language of whoever the link was for, as its mail had; else the browser's."""
    key = keys.expired_key(token)
    return translation.override(key.contact.language) if key else nullcontext()


def _enter(request: HttpRequest, workspace: Workspace, redeemed: keys.Redeemed) -> HttpResponse:
    begin_session(request, redeemed.contact)
    home = reverse("portal.home", args=[workspace.slug])
    if redeemed.next_path.startswith(home):
        return HttpResponseRedirect(redeemed.next_path)
    return redirect(home)
