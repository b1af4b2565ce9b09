"""One case, which lives on its conversation's page."""

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from rapport.accounts.access import staff_view
from rapport.accounts.bin import undo_url
from rapport.accounts.requests import StaffRequest
from rapport.cases.forms import CaseForm
from rapport.cases.models import Case
from rapport.cases.operations import changing, closing, opening
from rapport.cases.permissions import SEE_CASES, WORK_CASES
from rapport.cases.views.header import answer, header
from rapport.cases.views.loading import case_of, conversation_of, is_part
from rapport.lib.refusal import Refused
from rapport.ui.toasts import toast
from rapport.workspaces.operations import bin as workspace_bin


@staff_view(SEE_CASES)
def case(request: StaffRequest, number: int) -> HttpResponse:
    """Go to the conversation that the case is about."""
    found = case_of(request, number)
    return redirect(
        "inbox.conversation", slug=request.workspace.slug, number=found.conversation.number
    )


@staff_view(SEE_CASES)
def of_conversation(request: StaffRequest, number: int) -> HttpResponse:
    """The head of a conversation's page: its case with its clock, or the way to open one."""
    conversation = conversation_of(request, number)
    rows = Case.objects.live().filter(conversation=conversation)
    joined = rows.select_related("client", "conversation", "workspace", "policy", "problem__client")
    return header(request, conversation, joined.first())


@staff_view(WORK_CASES, methods=("POST",))
def opened(request: StaffRequest, number: int) -> HttpResponse:
    """Make the conversation a case."""
    conversation = conversation_of(request, number)
    form = CaseForm(request.POST, auto_id="case-%s")
    if not form.is_valid():
        return header(request, conversation, None, failed=form)
    try:
        made = opening.open_case(
            conversation, **form.cleaned_data, by=request.member, at=timezone.now()
        )
    except Refused as refusal:
        return header(request, conversation, None, refused=str(refusal))
    return answer(request, made, _("It is a case now."))


@staff_view(WORK_CASES, methods=("POST",))
def details(request: StaffRequest, number: int) -> HttpResponse:
    """Change kind and priority."""
    found = case_of(request, number)
    form = CaseForm(request.POST, auto_id="case-%s")
    if not form.is_valid():
        return header(request, found.conversation, found, failed=form)
    try:
        changing.change(found, **form.said_of(found), by=request.member, at=timezone.now())
    except Refused as refusal:
        return header(request, found.conversation, found, refused=str(refusal))
    return answer(request, found, _("Changed."))


@staff_view(WORK_CASES, methods=("POST",))
def binning(request: StaffRequest, number: int) -> HttpResponse:
    """It was no case after all: into the bin, the conversation stays."""
    found = case_of(request, number)
    workspace_bin.put(found, by=request.member, at=timezone.now())
    undo = undo_url(request.workspace, found)
    if is_part(request):
        response = header(request, found.conversation, None)
    else:
        url = reverse(
            "inbox.conversation", args=[request.workspace.slug, found.conversation.number]
        )
        response = HttpResponseRedirect(url)
    return toast(request, response, _("No case any more."), undo=undo)


@staff_view(WORK_CASES, methods=("POST",))
def reopening(request: StaffRequest, number: int) -> HttpResponse:
    """Open it again, from a toast or a page without scripts."""
    found = case_of(request, number)
    closing.reopen(found, by=request.member, at=timezone.now())
    return toast(request, whole_page(request, found), _("Open again."))


def whole_page(request: StaffRequest, found: Case) -> HttpResponse:
    """The conversation's page anew, because its own head says whether it is over."""
    if is_part(request):
        return HttpResponse(headers={"HX-Refresh": "true"})
    url = reverse("cases.case", args=[request.workspace.slug, found.number])
    return HttpResponseRedirect(url)
