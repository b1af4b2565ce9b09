"""Settings: who is told when the time of a case runs out."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _

from rapport.accounts.access import staff_view
from rapport.accounts.requests import StaffRequest
from rapport.cases.ladder_form import LadderForm
from rapport.cases.operations.ladder import set_ladder
from rapport.cases.permissions import SET_TARGETS
from rapport.lib.refusal import Refused
from rapport.ui.toasts import toast


@staff_view(SET_TARGETS, methods=("GET", "POST"))
def ladder(request: StaffRequest) -> HttpResponse:
    """A row for each share of the time, a box for each one to be told."""
    form = LadderForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            set_ladder(request.workspace, form.rungs(), by=request.member, at=now())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            page = redirect("cases.ladder", slug=request.workspace.slug)
            return toast(request, page, _("Saved."))
    status = 422 if form.is_bound else 200
    return render(request, "cases/ladder.html", {"form": form}, status=status)
