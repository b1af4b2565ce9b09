"""When a client is closed: look, note a stretch of days, take over their public holidays."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rapport.accounts.access import staff_view
from rapport.accounts.bin import undo_url
from rapport.accounts.requests import StaffRequest
from rapport.calendars.forms import CountryForm
from rapport.clients.forms import ClosureForm
from rapport.clients.models import Client, Closure
from rapport.clients.operations import closures
from rapport.clients.permissions import CHANGE_CLIENTS, SEE_CLIENTS
from rapport.clients.views.loading import client_of
from rapport.lib.refusal import Refused
from rapport.ui.paging import paged
from rapport.ui.toasts import toast
from rapport.workspaces.operations import bin

A_PAGE = 50


@staff_view(SEE_CLIENTS)
def index(request: StaffRequest, key: str) -> HttpResponse:
    """The days to come on which they are closed."""
    return _page(request, client_of(request, key))


@staff_view(CHANGE_CLIENTS, methods=("POST",))
def new(request: StaffRequest, key: str) -> HttpResponse:
    """Note that they are closed from one day to another."""
    client, form = client_of(request, key), ClosureForm(request.POST)
    if form.is_valid():
        try:
            closures.note(client, form.closed(), by=request.member, at=now())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return toast(request, _back(request, client), _("Noted."))
    return _page(request, client, closure=form)


@staff_view(CHANGE_CLIENTS, methods=("POST",))
def country(request: StaffRequest, key: str) -> HttpResponse:
    """Take over the public holidays of their country, for three years."""
    client = client_of(request, key)
    form = CountryForm(request.POST, fetch=_url(request, client))
    if not form.is_valid():
        return _page(request, client, country=form)
    days = form.days(localdate(), request.workspace.language)
    try:
        added = closures.take(client, days, by=request.member, at=now())
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _page(request, client, country=form)
    text = ngettext("%(n)s day added.", "%(n)s days added.", added) % {"n": added}
    return toast(request, _back(request, client), text)


@staff_view(CHANGE_CLIENTS, methods=("POST",))
def binning(request: StaffRequest, key: str, pk: int) -> HttpResponse:
    """They are there on these days after all."""
    client = client_of(request, key)
    rows = Closure.objects.visible_to(request.reader).live()
    closure = get_object_or_404(rows, pk=pk, client=client)
    bin.put(closure, by=request.member, at=now())
    undo = undo_url(request.workspace, closure)
    return toast(request, _back(request, client), _("In the bin."), undo=undo)


def _page(request: StaffRequest, client: Client, **failed: Any) -> HttpResponse:
    chosen = {"country": request.GET.get("country", "")}
    rows = Closure.objects.visible_to(request.reader).from_day(localdate()).filter(client=client)
    fetch = _url(request, client)
    context = {
        **paged(rows, A_PAGE, request.GET.dict()),
        "client": client,
        "closure": failed.get("closure") or ClosureForm(),
        "country": failed.get("country") or CountryForm(initial=chosen, fetch=fetch),
        "may_change": CHANGE_CLIENTS.held_by(request.member.role),
    }
    return render(request, "clients/closures.html", context, status=422 if failed else 200)


def _url(request: StaffRequest, client: Client) -> str:
    return reverse("clients.closures", args=[request.workspace.slug, client.key])


def _back(request: StaffRequest, client: Client) -> HttpResponse:
    return redirect(_url(request, client))
