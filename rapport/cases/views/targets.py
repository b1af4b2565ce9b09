"""Settings: how soon we answer and solve."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from rapport.accounts.access import staff_view
from rapport.accounts.requests import StaffRequest
from rapport.cases.forms import TargetsForm
from rapport.cases.operations.targets import set_targets
from rapport.cases.permissions import SET_TARGETS
from rapport.cases.queries.targets import aims
from rapport.ui.toasts import toast


@staff_view(SET_TARGETS, methods=("GET", "POST"))
def targets(request: StaffRequest) -> HttpResponse:
    """Hours of business time for each priority."""
    form = TargetsForm(request.POST if request.method == "POST" else None, aims=aims())
    if request.method == "POST" and form.is_valid():
        set_targets(request.workspace, form.aims(), by=request.member, at=timezone.now())
        page = redirect("cases.targets", slug=request.workspace.slug)
        return toast(request, page, _("Saved. They hold for cases opened from now on."))
    status = 422 if form.is_bound else 200
    return render(request, "cases/targets.html", {"form": form}, status=status)
