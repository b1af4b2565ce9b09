"""What a complaint has beside a case."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _

from rapport.accounts.access import staff_view
from rapport.accounts.requests import StaffRequest
from rapport.cases.forms import ComplaintForm
from rapport.cases.models import Complaint
from rapport.cases.operations import complaining
from rapport.cases.permissions import WORK_CASES
from rapport.cases.views.header import answer, header
from rapport.cases.views.loading import case_of
from rapport.lib.refusal import Refused


@staff_view(WORK_CASES, methods=("POST",))
def complaint(request: StaffRequest, number: int) -> HttpResponse:
    """Say how bad it is, who says sorry, and how it is made good."""
    found, form = case_of(request, number), ComplaintForm(request.POST)
    if not form.is_valid():
        return header(request, found.conversation, found, failed=form)
    known = Complaint.objects.filter(case=found).select_related("apology_by").first()
    complaining.say(found, form.said(known), by=request.member, at=now())
    return answer(request, found, _("Noted."))


@staff_view(WORK_CASES, methods=("POST", "DELETE"))
def acknowledgement(request: StaffRequest, number: int) -> HttpResponse:
    """POST: they know that we have it. DELETE, or POST with undo: they do not after all."""
    found = case_of(request, number)
    if request.method == "DELETE" or "undo" in request.GET:
        try:
            complaining.take_back(found, by=request.member, at=now())
        except Refused as refusal:
            return header(request, found.conversation, found, refused=str(refusal))
        return answer(request, found, _("Not acknowledged."))
    complaining.acknowledge(found, by=request.member, at=now())
    path = reverse("cases.acknowledgement", args=[request.workspace.slug, found.number])
    return answer(request, found, _("Acknowledged."), undo=f"{path}?undo=1")
