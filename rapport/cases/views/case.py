"""One case, which lives on its conversation's page."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from rapport.accounts.access import staff_view
from rapport.accounts.bin import undo_url
from rapport.accounts.requests import StaffRequest
from rapport.cases.forms import CaseForm, CloseForm
from rapport.cases.models import Case
from rapport.cases.operations import changing, closing, opening
from rapport.cases.permissions import SEE_CASES, WORK_CASES
from rapport.cases.queries.clock import state_of
from rapport.cases.queries.hours import hours_of
from rapport.inbox.models import Conversation
from rapport.ui.toasts import toast
from rapport.workspaces.operations import bin as workspace_bin


@staff_view(SEE_CASES)
def case(request: StaffRequest, number: int) -> HttpResponse:
    """Go to the conversation that the case is about."""
    found = _load(request, number)
    return redirect(
        "inbox.conversation", slug=request.workspace.slug, number=found.conversation.number
    )


@staff_view(SEE_CASES)
def of_conversation(request: StaffRequest, number: int) -> HttpResponse:
    """The head of a conversation's page: its case with its clock, or the way to open one."""
    conversation = _conversation(request, number)
    rows = Case.objects.live().select_related(
        "client", "conversation", "closed_by__user", "workspace", "policy"
    )
    return _header(request, conversation, rows.filter(conversation=conversation).first())


@staff_view(WORK_CASES, methods=("POST",))
def opened(request: StaffRequest, number: int) -> HttpResponse:
    """Make the conversation a case."""
    conversation = _conversation(request, number)
    form = CaseForm(request.POST, auto_id="case-%s")
    if not form.is_valid():
        return _header(request, conversation, None, form)
    made = opening.open_case(
        conversation, **form.cleaned_data, by=request.member, at=timezone.now()
    )
    return _answer(request, made, _("It is a case now."))


@staff_view(WORK_CASES, methods=("POST",))
def details(request: StaffRequest, number: int) -> HttpResponse:
    """Change kind and priority."""
    found = _load(request, number)
    form = CaseForm(request.POST, auto_id="case-%s")
    if not form.is_valid():
        return _header(request, found.conversation, found, form)
    changing.change(found, **form.cleaned_data, by=request.member, at=timezone.now())
    return _answer(request, found, _("Changed."))


@staff_view(WORK_CASES, methods=("POST", "DELETE"))
def closure(request: StaffRequest, number: int) -> HttpResponse:
    """POST closes with cause and cure, DELETE opens again."""
    found = _load(request, number)
    if request.method == "DELETE":
        closing.reopen(found, by=request.member, at=timezone.now())
        return toast(request, _whole_page(request, found), _("Open again."))
    form = CloseForm(request.POST)
    if not form.is_valid():
        return _header(request, found.conversation, found)
    closing.close(found, **form.cleaned_data, by=request.member, at=timezone.now())
    undo = reverse("cases.reopening", args=[request.workspace.slug, found.number])
    return toast(request, _whole_page(request, found), _("Case closed."), undo=undo)


@staff_view(WORK_CASES, methods=("POST",))
def binning(request: StaffRequest, number: int) -> HttpResponse:
    """It was no case after all: into the bin, the conversation stays."""
    found = _load(request, number)
    workspace_bin.put(found, by=request.member, at=timezone.now())
    undo = undo_url(request.workspace, found)
    if is_part(request):
        response = _header(request, found.conversation, None)
    else:
        url = reverse(
            "inbox.conversation", args=[request.workspace.slug, found.conversation.number]
        )
        response = HttpResponseRedirect(url)
    return toast(request, response, _("No case any more."), undo=undo)


@staff_view(WORK_CASES, methods=("POST",))
def reopening(request: StaffRequest, number: int) -> HttpResponse:
    """Open it again, from a toast or a page without scripts."""
    found = _load(request, number)
    closing.reopen(found, by=request.member, at=timezone.now())
    return toast(request, _whole_page(request, found), _("Open again."))


def _whole_page(request: StaffRequest, found: Case) -> HttpResponse:
    """The conversation's page anew, because its own head says whether it is over."""
    if is_part(request):
        return HttpResponse(headers={"HX-Refresh": "true"})
    url = reverse("cases.case", args=[request.workspace.slug, found.number])
    return HttpResponseRedirect(url)


def _answer(request: StaffRequest, found: Case, said: str = "") -> HttpResponse:
    """The new head for htmx; without scripts back to the conversation."""
    if is_part(request):
        found.refresh_from_db()
        response = _header(request, found.conversation, found)
    else:
        url = reverse("cases.case", args=[request.workspace.slug, found.number])
        response = HttpResponseRedirect(url)
    return toast(request, response, said) if said else response


def is_part(request: HttpRequest) -> bool:
    """Whether htmx asks for a part of the page."""
    return request.headers.get("HX-Request") == "true"


def _load(request: StaffRequest, number: int) -> Case:
    rows = Case.objects.visible_to(request.reader).live()
    found: Case = get_object_or_404(
        rows.select_related("client", "conversation", "workspace", "policy"), number=number
    )
    return found


def _conversation(request: StaffRequest, number: int) -> Conversation:
    rows = Conversation.objects.visible_to(request.reader).live()
    found: Conversation = get_object_or_404(rows.select_related("workspace"), number=number)
    return found


def _header(
    request: StaffRequest,
    conversation: Conversation,
    found: Case | None,
    form: CaseForm | None = None,
) -> HttpResponse:
    initial = {"kind": found.kind, "priority": found.priority} if found else {}
    context = {
        "conversation": conversation,
        "case": found,
        "clock": state_of(found, hours_of(found), timezone.now()) if found else None,
        "form": form or CaseForm(initial=initial, auto_id="case-%s"),
        "close_form": CloseForm(
            initial={"cause": found.cause, "cure": found.cure} if found else {}
        ),
        "may_work": WORK_CASES.held_by(request.member.role),
    }
    status = 422 if form is not None else 200
    return render(request, "cases/header.html", context, status=status)
