"""The list of projects."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from rapport.accounts.access import staff_view
from rapport.accounts.requests import StaffRequest
from rapport.clients.models import Client
from rapport.projects import columns, shapes
from rapport.projects.models import Project
from rapport.projects.permissions import MANAGE_PROJECTS, SEE_PROJECTS
from rapport.projects.queries.listing import Filters, counted, listed
from rapport.projects.queries.people import assignable
from rapport.projects.queries.programmes import programmes
from rapport.ui.paging import paged

A_PAGE = 50
STATES = [("", _("Not done")), *Project.State.choices, ("all", _("All"))]


@staff_view(SEE_PROJECTS)
def index(request: StaffRequest) -> HttpResponse:
    """Projects by client, filtered, with how far each one is."""
    filters = filters_of(request)
    pages = paged(listed(request.reader, filters), A_PAGE, request.GET.dict())
    rows = counted(pages["page"])
    cells = columns.cells([row.project for row in rows])
    context = pages | {
        "rows": [(row, cells[row.project.pk]) for row in rows],
        "columns": columns.labels(),
        **around(request, filters),
    }
    return render(request, "projects/index.html", context)


def around(request: StaffRequest, filters: Filters) -> dict[str, Any]:
    """What every shape of all projects shows above them."""
    return {
        "filters": filters,
        "states": STATES,
        "clients": Client.objects.visible_to(request.reader).live().order_by("name"),
        "leads": assignable(request.reader),
        "programmes": programmes(request.reader),
        "may_manage": MANAGE_PROJECTS.held_by(request.member.role),
        "shapes": shapes.shown(request.workspace.slug, role=request.member.role),
    }


def filters_of(request: HttpRequest) -> Filters:
    """What the address asks for; what is not offered counts as not asked."""
    asked = request.GET
    state = asked.get("state", "")
    return Filters(
        text=asked.get("q", "").strip()[:100],
        client=_number(asked.get("client", "")),
        lead=_number(asked.get("lead", "")),
        programme=_number(asked.get("programme", "")),
        state=state if state in {"all", *Project.State.values} else "",
    )


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 15 else None
