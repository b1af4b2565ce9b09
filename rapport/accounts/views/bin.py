"""The bin: what was deleted in the last 30 days, and back again."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _

from rapport.accounts import bin
from rapport.accounts.access import staff_view
from rapport.accounts.permissions import RESTORE_BINNED
from rapport.accounts.requests import StaffRequest
from rapport.lib.refusal import Refused
from rapport.ui.toasts import toast


@staff_view(RESTORE_BINNED)
def contents(request: StaffRequest) -> HttpResponse:
    """Everything in the bin that this person may take out again."""
    return render(request, "accounts/bin.html", {"things": bin.contents(request.reader)})


@staff_view(RESTORE_BINNED, methods=("POST",))
def restoration(request: StaffRequest, kind: str, pk: int) -> HttpResponse:
    """Take one thing out again; also what Undo calls."""
    found, thing = bin.find(kind, pk, request.reader)
    try:
        found.restore(thing, by=request.member, at=now())
        text = _("“%(name)s” is back.") % {"name": thing}
    except Refused as refusal:
        text = str(refusal)
    if request.htmx:
        response = HttpResponse(status=204)
        response["HX-Refresh"] = "true"
    else:
        response = redirect("bin", slug=request.workspace.slug)
    return toast(request, response, text)
