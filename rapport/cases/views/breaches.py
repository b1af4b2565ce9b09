"""Why a target was missed."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from django.utils.translation import gettext as _

from rapport.accounts.access import staff_view
from rapport.accounts.requests import StaffRequest
from rapport.cases.forms import ReasonForm
from rapport.cases.models import Breach
from rapport.cases.operations import missing
from rapport.cases.permissions import WORK_CASES
from rapport.cases.views.header import answer, header
from rapport.cases.views.loading import case_of


@staff_view(WORK_CASES, methods=("POST",))
def reason(request: StaffRequest, number: int, pk: int) -> HttpResponse:
    """Say why."""
    found = case_of(request, number)
    breach = get_object_or_404(Breach.objects.filter(case=found).select_related("case"), pk=pk)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        said = _("Say in a few words why it was missed.")
        return header(request, found.conversation, found, refused=said)
    missing.explain(breach, form.cleaned_data["reason"], by=request.member, at=now())
    return answer(request, found, _("Noted."))
