"""Lists of cases: all, of a project, of a client, of a person."""

from collections.abc import Iterable
from typing import Any

from django.db.models import F
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from rapport.accounts.access import staff_view
from rapport.accounts.requests import StaffRequest
from rapport.cases.forms import FilterForm
from rapport.cases.models import Case
from rapport.cases.permissions import SEE_CASES
from rapport.cases.queries.clock import ClockState, state_of
from rapport.cases.queries.hours import book
from rapport.cases.queries.lists import narrowed
from rapport.clients.models import Client
from rapport.clients.views.loading import contact_of
from rapport.projects.models import Project
from rapport.ui.paging import paged

A_PAGE = 50
PANEL = 8


@staff_view(SEE_CASES)
def cases(request: StaffRequest) -> HttpResponse:
    """Cases ordered by what is due next, each with the working time that is left."""
    form = FilterForm(request.GET)
    form.is_valid()
    chosen = getattr(form, "cleaned_data", {})
    pages = paged(narrowed(request.reader, chosen, at=timezone.now()), A_PAGE, request.GET.dict())
    context = pages | {
        "rows": with_clock(request, pages["page"]),
        "chosen": chosen,
        "show": chosen.get("show") or "open",
        "shown": FilterForm.SHOWN,
        "kinds": form.fields["kind"].choices,  # type: ignore[attr-defined]
        "priorities": form.fields["priority"].choices,  # type: ignore[attr-defined]
        "clients": Client.objects.visible_to(request.reader).live().order_by("name"),
    }
    return render(request, "cases/list.html", context)


@staff_view(SEE_CASES)
def of_project(request: StaffRequest, key: str) -> HttpResponse:
    """The open cases of a project, for its page."""
    project = get_object_or_404(Project.objects.visible_to(request.reader), key=key)
    return _panel(request, {"project": project.key})


@staff_view(SEE_CASES)
def of_client(request: StaffRequest, key: str) -> HttpResponse:
    """The open cases of a client, for their page."""
    client = get_object_or_404(Client.objects.visible_to(request.reader), key=key)
    return _panel(request, {"client": client.key})


@staff_view(SEE_CASES)
def of_contact(request: StaffRequest, key: str, pk: int) -> HttpResponse:
    """What this person reported, what is open first."""
    person = contact_of(request, key, pk)
    rows = Case.objects.visible_to(request.reader).live().filter(reporter=person)
    joined = rows.select_related("client", "project", "conversation__assignee__user")
    newest = joined.order_by(F("closed_at").desc(nulls_first=True), "-opened_at")[:PANEL]
    found = with_clock(request, newest)
    if not found:
        return HttpResponse(status=204)
    return render(request, "cases/of_contact.html", {"rows": found, "panel": True})


def with_clock(request: StaffRequest, rows: Iterable[Case]) -> list[tuple[Case, ClockState]]:
    """Each case with where its clock stands now."""
    at, found = timezone.now(), list(rows)
    hours = book(request.workspace, found)
    return [(case, state_of(case, hours(case), at)) for case in found]


def _panel(request: StaffRequest, about: dict[str, Any]) -> HttpResponse:
    rows = narrowed(request.reader, about, at=timezone.now())[:PANEL]
    (name, key), *_ = about.items()
    context = {"rows": with_clock(request, rows), "more": f"{name}={key}", "panel": True}
    return render(request, "cases/panel.html", context)
