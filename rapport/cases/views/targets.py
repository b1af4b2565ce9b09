"""Settings: how soon we answer and solve, what was agreed with whom, and which of it holds."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from rapport.accounts.access import staff_view
from rapport.accounts.requests import StaffRequest
from rapport.cases.operations.targets import set_targets
from rapport.cases.permissions import SET_TARGETS
from rapport.cases.queries import policies
from rapport.cases.queries.targets import agreed, aims
from rapport.cases.target_forms import TargetsForm, WhichForm
from rapport.cases.target_words import said_of
from rapport.ui.paging import paged
from rapport.ui.toasts import toast

A_PAGE = 50


@staff_view(SET_TARGETS, methods=("GET", "POST"))
def targets(request: StaffRequest) -> HttpResponse:
    """Hours of business time for each priority; times agreed; and which hold for such a case."""
    form = TargetsForm(request.POST if request.method == "POST" else None, aims=aims())
    if request.method == "POST" and form.is_valid():
        set_targets(request.workspace, form.aims(), by=request.member, at=timezone.now())
        page = redirect("cases.targets", slug=request.workspace.slug)
        return toast(request, page, _("Saved. They hold for cases opened from now on."))
    pages = paged(policies.policies(request.reader), A_PAGE, request.GET.dict())
    context = pages | {
        "form": form,
        "lines": [policies.line(policy) for policy in pages["page"]],
        **_which(request),
    }
    status = 422 if form.is_bound else 200
    return render(request, "cases/targets.html", context, status=status)


def _which(request: StaffRequest) -> dict[str, Any]:
    """Which times hold for the case that somebody imagines, and why."""
    asked = bool(request.GET.get("kind"))
    initial = {"kind": "question", "priority": 3}
    form = WhichForm(request.GET if asked else None, reader=request.reader, initial=initial)
    if not asked or not form.is_valid():
        return {"which": form}
    client = form.cleaned_data["client"]
    found = agreed(
        kind=form.cleaned_data["kind"], priority=form.cleaned_data["priority"],
        client=client.pk if client else None,
    )  # fmt: skip
    return {
        "which": form,
        "holds": policies.why(found, has_client=client is not None),
        "holds_times": said_of(found.aim, found.hours),
        "holds_hours": policies.hours_said(found),
        "holding": found.policy,
    }
