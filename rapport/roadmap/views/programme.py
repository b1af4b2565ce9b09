"""One programme: what its projects come to, its details, its place, the bin."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _

from rapport.accounts.access import staff_view
from rapport.accounts.bin import undo_url
from rapport.accounts.requests import StaffRequest
from rapport.projects.models import Programme
from rapport.projects.operations import programmes
from rapport.projects.permissions import MANAGE_PROJECTS, SEE_PROJECTS
from rapport.projects.queries.programmes import lead_known_to, outside
from rapport.projects.queries.programmes import programmes as live_programmes
from rapport.roadmap.forms import ProgrammeForm
from rapport.roadmap.queries.drawing import lines
from rapport.roadmap.queries.programmes import of_programme, scale_of
from rapport.ui.paging import paged
from rapport.ui.toasts import toast

A_PAGE = 50
STEPS = {"up": -1, "down": 1}


@staff_view(SEE_PROJECTS)
def page(request: StaffRequest, number: int) -> HttpResponse:
    """Its figures, its projects with theirs, and these along one line of time."""
    programme = of_number(request, number)
    found = of_programme(programme, request.reader, now())
    pages = paged(found.figures, A_PAGE, request.GET.dict())
    scale, today = scale_of(found, localdate()), localdate()
    may_manage = MANAGE_PROJECTS.held_by(request.member.role)
    context: dict[str, Any] = pages | {
        "programme": programme,
        # It may tell of projects that a guest is not on.
        "description": programme.description if request.reader.project_ids is None else "",
        "lead": lead_known_to(request.reader, programme),
        "sum": found,
        "scale": scale,
        "lines": lines([one.standing for one in pages["page"]], scale),
        "today_x": f"{scale.x(today):.1f}" if scale.shows(today) else "",
        "may_manage": may_manage,
        "outside": outside(request.reader, programme) if may_manage else (),
    }
    return render(request, "roadmap/programme.html", context)


@staff_view(MANAGE_PROJECTS, methods=("GET", "POST"))
def details(request: StaffRequest, number: int) -> HttpResponse:
    """Change what is decided about the programme as a whole."""
    programme = of_number(request, number)
    form = ProgrammeForm(request.POST or None, programme=programme)
    if request.POST and form.is_valid():
        programmes.change(programme, form.details(), by=request.member, at=now())
        return _to(request, programme)
    context = {"form": form, "programme": programme}
    status = 422 if request.POST else 200
    return render(request, "roadmap/programme_details.html", context, status=status)


@staff_view(MANAGE_PROJECTS, methods=("POST",))
def place(request: StaffRequest, number: int) -> HttpResponse:
    """Move it up or down among the programmes."""
    programme = of_number(request, number)
    response = redirect("roadmap.programmes", slug=request.workspace.slug)
    by_rows = STEPS.get(request.POST.get("step", ""), 0)
    if not by_rows or not programmes.step(programme, by_rows, by=request.member, at=now()):
        return toast(request, response, _("It cannot be moved there."), tone="bad")
    return response


@staff_view(MANAGE_PROJECTS, methods=("POST",))
def binning(request: StaffRequest, number: int) -> HttpResponse:
    """Move the programme to the bin; its projects stay."""
    programme = of_number(request, number)
    programmes.put_in_bin(programme, by=request.member, at=now())
    response = redirect("roadmap.programmes", slug=request.workspace.slug)
    said = _("%(name)s is in the bin for 30 days.") % {"name": programme.name}
    return toast(request, response, said, undo=undo_url(request.workspace, programme))


def of_number(request: StaffRequest, number: int) -> Programme:
    """A live programme that this reader may see; else 404."""
    found: Programme = get_object_or_404(live_programmes(request.reader), number=number)
    return found


def _to(request: StaffRequest, programme: Programme) -> HttpResponse:
    return redirect("roadmap.programme", slug=request.workspace.slug, number=programme.number)
