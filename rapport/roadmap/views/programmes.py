"""All programmes: the list, and a new one."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now

from rapport.accounts.access import staff_view
from rapport.accounts.requests import StaffRequest
from rapport.projects import shapes
from rapport.projects.operations import programmes
from rapport.projects.permissions import MANAGE_PROJECTS, SEE_PROJECTS
from rapport.projects.queries.programmes import programmes as live_programmes
from rapport.roadmap.forms import ProgrammeForm
from rapport.roadmap.queries.programmes import rolled_up
from rapport.ui.paging import paged

A_PAGE = 25


@staff_view(SEE_PROJECTS)
def index(request: StaffRequest) -> HttpResponse:
    """Programmes in their order, with what their projects come to."""
    pages = paged(live_programmes(request.reader), A_PAGE, request.GET.dict())
    context = pages | {
        "rows": rolled_up(list(pages["page"]), request.reader, now()),
        "may_manage": MANAGE_PROJECTS.held_by(request.member.role),
        "shapes": shapes.shown(request.workspace.slug, role=request.member.role),
    }
    return render(request, "roadmap/programmes.html", context)


@staff_view(MANAGE_PROJECTS, methods=("GET", "POST"))
def new(request: StaffRequest) -> HttpResponse:
    """Begin a programme."""
    form = ProgrammeForm(request.POST or None)
    if request.POST and form.is_valid():
        made = programmes.create(request.workspace, form.details(), by=request.member, at=now())
        return redirect("roadmap.programme", slug=request.workspace.slug, number=made.number)
    status = 422 if request.POST else 200
    return render(request, "roadmap/programme_details.html", {"form": form}, status=status)
