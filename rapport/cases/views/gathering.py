"""The problem behind a case."""

from django.http import HttpResponse
from django.utils.timezone import now
from django.utils.translation import gettext as _

from rapport.accounts.access import staff_view
from rapport.accounts.requests import StaffRequest
from rapport.cases.forms import ProblemForm
from rapport.cases.operations import gathering
from rapport.cases.permissions import WORK_CASES
from rapport.cases.views.header import answer, header
from rapport.cases.views.loading import case_of
from rapport.lib.refusal import Refused


@staff_view(WORK_CASES, methods=("POST",))
def problem(request: StaffRequest, number: int) -> HttpResponse:
    """Put a case to the problem behind it; none takes it away from one."""
    found = case_of(request, number)
    form = ProblemForm(request.POST, reader=request.reader)
    if not form.is_valid():
        return header(request, found.conversation, found, failed=form)
    chosen = form.cleaned_data["problem"]
    try:
        gathering.put(found, chosen, by=request.member, at=now())
    except Refused as refusal:
        return header(request, found.conversation, found, refused=str(refusal))
    said = _("Put to %(problem)s.") % {"problem": chosen.reference} if chosen else _("Taken away.")
    return answer(request, found, said)
