"""The list of clients, and one client's page."""

from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _

from rapport.accounts.access import staff_view
from rapport.accounts.bin import undo_url
from rapport.accounts.requests import StaffRequest
from rapport.clients import queries, signals, timeline
from rapport.clients.forms import ClientForm
from rapport.clients.models import Client, Closure
from rapport.clients.operations import clients
from rapport.clients.panels import panels_for
from rapport.clients.permissions import BIN_CLIENTS, CHANGE_CLIENTS, SEE_CLIENTS
from rapport.clients.views.loading import client_of
from rapport.lib.refusal import Refused
from rapport.lib.roles import Role
from rapport.ui.toasts import toast
from rapport.workspaces.operations import bin

SHOWN = 3  # closures on a client's page


@staff_view(SEE_CLIENTS)
def index(request: StaffRequest) -> HttpResponse:
    """All clients, searched and ordered."""
    after = request.GET.get("after", "")
    wanted = queries.Wanted(
        text=request.GET.get("q", "")[:100],
        order=request.GET.get("order", "need"),
        after=int(after) if after.isdecimal() and len(after) < 16 else None,
        show=request.GET.get("show", "")[:20],
    )
    look = signals.Look(request.reader, request.workspace, now())
    page = queries.page(look, wanted)
    following = {"q": wanted.text, "show": wanted.show, "order": wanted.order, "after": page.after}
    context = {
        "page": page,
        "wanted": wanted,
        "signals": signals.held(look),
        "after_url": f"?{urlencode(following)}" if page.after else "",
        "may_change": CHANGE_CLIENTS.held_by(request.member.role),
    }
    return render(request, "clients/clients.html", context)


@staff_view(CHANGE_CLIENTS, methods=("GET", "POST"))
def new(request: StaffRequest) -> HttpResponse:
    """Take on a client."""
    form = ClientForm(request.POST or None)
    if not form.is_bound or not form.is_valid():
        status = 422 if form.is_bound else 200
        return render(request, "clients/client_form.html", {"form": form}, status=status)
    try:
        client = clients.create(request.workspace, facts=form.facts(), by=request.member, at=now())
    except Refused as refusal:
        form.add_error("key", str(refusal))
        return render(request, "clients/client_form.html", {"form": form}, status=409)
    return redirect("clients.client", slug=request.workspace.slug, key=client.key)


@staff_view(SEE_CLIENTS)
def client(request: StaffRequest, key: str) -> HttpResponse:
    """Everything about one client: their story beside who they are."""
    found = client_of(request, key)
    role = request.member.role
    context = {
        "client": found,
        "contacts": found.contacts.known().order_by("name"),
        "domains": found.domains.order_by("domain"),
        "closures": _next_closures(request, found),
        "panels": panels_for(found, request.workspace.slug, role),
        "story": timeline.story(found, request.reader),
        "may_change": CHANGE_CLIENTS.held_by(role),
        "may_bin": BIN_CLIENTS.held_by(role),
        "sees_notes": role != Role.GUEST,
    }
    return render(request, "clients/client.html", context)


@staff_view(SEE_CLIENTS)
def story(request: StaffRequest, key: str) -> HttpResponse:
    """The next stretch of a client's story."""
    found = client_of(request, key)
    before = request.GET.get("before", "")
    start = int(before) if before.isdecimal() and len(before) < 16 else None
    context = {"client": found, "story": timeline.story(found, request.reader, before=start)}
    return render(request, "clients/client.html#story", context)


@staff_view(CHANGE_CLIENTS, methods=("GET", "POST"))
def facts(request: StaffRequest, key: str) -> HttpResponse:
    """Change what we know of a client."""
    found = client_of(request, key)
    form = ClientForm(request.POST or None, known=found)
    if not form.is_bound or not form.is_valid():
        status = 422 if form.is_bound else 200
        context = {"form": form, "client": found}
        return render(request, "clients/client_form.html", context, status=status)
    clients.change(found, facts=form.facts(), by=request.member, at=now())
    response = redirect("clients.client", slug=request.workspace.slug, key=found.key)
    return toast(request, response, _("Saved."))


@staff_view(BIN_CLIENTS, methods=("POST",))
def binning(request: StaffRequest, key: str) -> HttpResponse:
    """Put a client into the bin."""
    found = client_of(request, key)
    bin.put(found, by=request.member, at=now())
    text = _("“%(name)s” is in the bin.") % {"name": found}
    response = redirect("clients", slug=request.workspace.slug)
    return toast(request, response, text, undo=undo_url(request.workspace, found))


@staff_view(CHANGE_CLIENTS, methods=("POST",))
def domains(request: StaffRequest, key: str) -> HttpResponse:
    """Know a client by one more mail domain."""
    found = client_of(request, key)
    try:
        clients.add_domain(
            found, domain=request.POST.get("domain", ""), by=request.member, at=now()
        )
        text, tone = _("Mail from there is theirs now."), ""
    except Refused as refusal:
        text, tone = str(refusal), "bad"
    response = redirect(_page(request, found))
    return toast(request, response, text, tone=tone)


@staff_view(CHANGE_CLIENTS, methods=("POST",))
def domain_removal(request: StaffRequest, key: str, domain: str) -> HttpResponse:
    """Know a client by this domain no more."""
    found = client_of(request, key)
    clients.remove_domain(found, domain=domain, by=request.member, at=now())
    return redirect(_page(request, found))


def _next_closures(request: StaffRequest, found: Client) -> QuerySet[Closure]:
    rows: QuerySet[Closure] = Closure.objects.visible_to(request.reader).from_day(localdate())
    return rows.filter(client=found)[:SHOWN]


def _page(request: StaffRequest, found: Client) -> str:
    kwargs = {"slug": request.workspace.slug, "key": found.key}
    return reverse("clients.client", kwargs=kwargs)
