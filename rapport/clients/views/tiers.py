"""Settings: what the workspace calls its tiers."""

from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _

from rapport.accounts.access import staff_view
from rapport.accounts.requests import StaffRequest
from rapport.clients.models import Client, Tier
from rapport.clients.models.tier import LONGEST_NAME
from rapport.clients.operations import tiers
from rapport.clients.permissions import SET_TIERS
from rapport.lib.refusal import Refused
from rapport.ui.toasts import toast


@staff_view(SET_TIERS, methods=("GET", "POST"))
def index(request: StaffRequest) -> HttpResponse:
    """All of them, the highest first; POST names another one."""
    if request.method == "POST":
        try:
            name = request.POST.get("name", "")
            tiers.make(request.workspace, name=name, by=request.member, at=now())
        except Refused as refusal:
            return _page(request, str(refusal), status=422)
        return _back(request, _("Added."))
    return _page(request)


@staff_view(SET_TIERS, methods=("POST",))
def tier(request: StaffRequest, pk: int) -> HttpResponse:
    """Another name."""
    found = _load(pk)
    try:
        tiers.rename(found, name=request.POST.get("name", ""), by=request.member, at=now())
    except Refused as refusal:
        return _page(request, str(refusal), status=422)
    return _back(request, _("Saved."))


@staff_view(SET_TIERS, methods=("POST",))
def rise(request: StaffRequest, pk: int) -> HttpResponse:
    """One place up."""
    tiers.rise(_load(pk), by=request.member, at=now())
    return redirect("clients.tiers", slug=request.workspace.slug)


@staff_view(SET_TIERS, methods=("POST",))
def removal(request: StaffRequest, pk: int) -> HttpResponse:
    """Do away with one on which nothing rests."""
    try:
        tiers.remove(_load(pk), by=request.member, at=now())
    except Refused as refusal:
        return _page(request, str(refusal), status=409)
    return _back(request, _("Removed."))


def _load(pk: int) -> Tier:
    found: Tier = get_object_or_404(Tier.objects, pk=pk)
    return found


def _back(request: StaffRequest, said: str) -> HttpResponse:
    return toast(request, redirect("clients.tiers", slug=request.workspace.slug), said)


def _page(request: StaffRequest, refused: str = "", status: int = 200) -> HttpResponse:
    counts = Client.objects.live().filter(tier__isnull=False).order_by().values_list("tier")
    held = dict(counts.annotate(Count("pk")))
    rows = [(row, held.get(row.pk, 0)) for row in Tier.objects.order_by("place", "pk")]
    context = {"rows": rows, "refused": refused, "longest": LONGEST_NAME}
    return render(request, "clients/tiers.html", context, status=status)
