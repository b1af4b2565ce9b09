"""Settings: times agreed with some clients, or for a kind of case."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _

from rapport.accounts.access import staff_view
from rapport.accounts.bin import undo_url
from rapport.accounts.requests import StaffRequest
from rapport.cases.models import Policy, Priority
from rapport.cases.operations import agreeing
from rapport.cases.permissions import SET_TARGETS
from rapport.cases.queries.targets import Aim, aims
from rapport.cases.target_forms import PolicyForm, filled
from rapport.lib.refusal import Refused
from rapport.ui.toasts import toast
from rapport.workspaces.operations import bin


@staff_view(SET_TARGETS, methods=("GET", "POST"))
def new(request: StaffRequest) -> HttpResponse:
    """Agree on times."""
    empty = {priority.value: Aim() for priority in Priority}
    given = request.POST if request.method == "POST" else None
    initial = {"clients": request.GET.getlist("client")}
    form = PolicyForm(given, aims=empty, reader=request.reader, initial=initial)
    if form.is_bound and form.is_valid():
        try:
            agreeing.make(request.workspace, _terms(form), by=request.member, at=now())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return toast(request, _back(request), _("Agreed. They hold from now on."))
    return _page(request, form)


@staff_view(SET_TARGETS, methods=("GET", "POST"))
def policy(request: StaffRequest, pk: int) -> HttpResponse:
    """Change what was agreed."""
    found = _load(request, pk)
    given = request.POST if request.method == "POST" else None
    form = PolicyForm(given, aims=aims(found), reader=request.reader, initial=filled(found))
    if form.is_bound and form.is_valid():
        try:
            agreeing.change(found, _terms(form), by=request.member, at=now())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            said = _("Saved. Cases that are open keep the times they were opened with.")
            return toast(request, _back(request), said)
    return _page(request, form, found)


@staff_view(SET_TARGETS, methods=("POST",))
def binning(request: StaffRequest, pk: int) -> HttpResponse:
    """They hold no more, from now on; they can come back for 30 days."""
    found = _load(request, pk)
    bin.put(found, by=request.member, at=now())
    undo = undo_url(request.workspace, found)
    return toast(request, _back(request), _("In the bin."), undo=undo)


def _terms(form: PolicyForm) -> agreeing.Terms:
    said = form.cleaned_data
    return agreeing.Terms(
        name=said["name"], aims=form.aims(), clients=list(said["clients"]), kind=said["kind"],
        hours=said["hours"], tier=said["tier"],
    )  # fmt: skip


def _load(request: StaffRequest, pk: int) -> Policy:
    rows = Policy.objects.visible_to(request.reader).live().select_related("workspace")
    found: Policy = get_object_or_404(rows, pk=pk)
    return found


def _back(request: StaffRequest) -> HttpResponse:
    return redirect("cases.targets", slug=request.workspace.slug)


def _page(request: StaffRequest, form: PolicyForm, found: Policy | None = None) -> HttpResponse:
    status = 422 if form.is_bound else 200
    return render(request, "cases/policy.html", {"form": form, "policy": found}, status=status)
