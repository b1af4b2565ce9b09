"""The head of a conversation's page: its case with its clock, or the way to open one."""

from typing import Any

from django.forms import Form
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from rapport.accounts.requests import StaffRequest
from rapport.cases.forms import CaseForm, CloseForm, ComplaintForm, ProblemForm
from rapport.cases.models import Breach, Case, Complaint
from rapport.cases.permissions import WORK_CASES
from rapport.cases.queries.clock import state_of
from rapport.cases.queries.gathered import gathered, how_many
from rapport.cases.queries.hours import hours_of
from rapport.cases.views.loading import case_of, is_part
from rapport.inbox.models import Conversation
from rapport.ui.toasts import toast


def header(
    request: StaffRequest, conversation: Conversation, found: Case | None, *,
    failed: Form | None = None, refused: str = "",
) -> HttpResponse:  # fmt: skip
    """The head anew; with the form that was not understood, or the sentence that says why not."""
    context: dict[str, Any] = {
        "conversation": conversation,
        "case": found,
        "refused": refused,
        # What is on the side is no case of its own.
        "may_work": WORK_CASES.held_by(request.member.role) and not conversation.is_side,
    }
    initial = {"kind": found.kind, "priority": found.priority} if found else {}
    context["form"] = CaseForm(initial=initial, auto_id="case-%s")
    if found is not None:
        context |= _of_case(request, found)
    if failed is not None:
        context[failed.name] = failed  # type: ignore[attr-defined]
    status = 422 if failed is not None or refused else 200
    return render(request, "cases/header.html", context, status=status)


def answer(request: StaffRequest, found: Case, said: str = "", *, undo: str = "") -> HttpResponse:
    """The new head for htmx; without scripts back to the conversation."""
    if is_part(request):
        found = case_of(request, found.number)
        response = header(request, found.conversation, found)
    else:
        url = reverse("cases.case", args=[request.workspace.slug, found.number])
        response = HttpResponseRedirect(url)
    return toast(request, response, said, undo=undo) if said else response


def _of_case(request: StaffRequest, found: Case) -> dict[str, Any]:
    part: dict[str, Any] = {
        "clock": state_of(found, hours_of(found), timezone.now()),
        "breaches": Breach.objects.filter(case=found).select_related("noted_by__user")
        .order_by("due", "pk"),
        "close_form": CloseForm(
            initial={"cause": found.cause, "cure": found.cure}, gathers=0, auto_id="close-%s"
        ),
    }  # fmt: skip
    if found.kind == Case.Kind.COMPLAINT:
        complaint = Complaint.objects.filter(case=found).select_related("apology_by__user").first()
        part |= {"complaint": complaint, "complaint_form": ComplaintForm.of(complaint)}
    if found.kind == Case.Kind.PROBLEM:
        rows = list(gathered(found, request.reader))
        close_form = CloseForm(
            initial={"cause": found.cause, "cure": found.cure},
            gathers=sum(row.is_open for row in rows), auto_id="close-%s",
        )  # fmt: skip
        part |= {
            "gathered": rows, "close_form": close_form,
            "gathers": how_many(found, rows, request.reader),
        }  # fmt: skip
    elif found.is_open:
        part["problem_form"] = ProblemForm(
            reader=request.reader, initial={"problem": found.problem and found.problem.number}
        )
    return part
