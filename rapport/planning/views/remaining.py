"""Work that is overdue, and letting it go on from a day."""

from collections.abc import Mapping
from datetime import date

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _

from rapport.accounts.access import staff_view
from rapport.accounts.requests import StaffRequest
from rapport.lib.refusal import Refused
from rapport.planning.operations import remaining_work
from rapport.planning.queries import remaining_work as overdue
from rapport.planning.remaining_forms import RemainingForm
from rapport.projects.models import Project
from rapport.projects.permissions import SEE_PROJECTS, WORK_ON_TASKS
from rapport.projects.views.loading import project_of, project_page
from rapport.resourcing.days import today_of
from rapport.ui.paging import paged
from rapport.ui.toasts import toast

A_PAGE = 100


@staff_view(SEE_PROJECTS)
def remaining(request: StaffRequest, key: str) -> HttpResponse:
    """What is overdue on a day (`day`, else today), and where it would stand."""
    project = project_of(request, key)
    form = _form(project, request.GET)
    return _page(request, project, form)


@staff_view(WORK_ON_TASKS, methods=("POST",))
def moving(request: StaffRequest, key: str) -> HttpResponse:
    """Let it go on from that day."""
    project = project_of(request, key)
    form = RemainingForm(request.POST, **_bounds(project))
    if not form.is_valid():
        return _page(request, project, form)
    page = redirect("planning.plan", slug=request.workspace.slug, key=key)
    day = form.cleaned_data["day"]
    act = remaining_work.go_on_from(project, day, by=request.member, at=now())
    if act is None:
        return toast(request, page, _("Nothing is overdue."))
    names = {"slug": request.workspace.slug, "key": key, "act": act}
    back = reverse("planning.remaining_undo", kwargs=names)
    return toast(request, page, _("What was overdue goes on from that day."), undo=back)


@staff_view(WORK_ON_TASKS, methods=("POST",))
def undo(request: StaffRequest, key: str, act: int) -> HttpResponse:
    """Put it back where it stood."""
    project = project_of(request, key)
    page = redirect("planning.remaining", slug=request.workspace.slug, key=key)
    try:
        remaining_work.undo(project, act, by=request.member, at=now())
    except Refused as refusal:
        return toast(request, page, str(refusal), tone="bad")
    return toast(request, page, _("It stands where it stood."))


def _bounds(project: Project) -> dict[str, date]:
    return {"begins": project.starts_on, "today": today_of(project.workspace, at=now())}


def _form(project: Project, query: Mapping[str, str]) -> RemainingForm:
    bounds = _bounds(project)
    said = {"day": query["day"]} if "day" in query else None
    return RemainingForm(said, initial={"day": max(bounds.values())}, **bounds)


def _page(request: StaffRequest, project: Project, form: RemainingForm) -> HttpResponse:
    day = form["day"].initial
    if form.is_bound and form.is_valid():
        day = form.cleaned_data["day"]
    day = day or max(_bounds(project).values())
    found = overdue.remaining_work(project, day)
    context = project_page(request, project, "planning.plan")
    context |= paged(overdue.lines(found) if found else [], A_PAGE, request.GET.dict())
    context |= {
        "form": form, "found": found, "day": day,
        "may_work": WORK_ON_TASKS.held_by(request.member.role),
    }  # fmt: skip
    status = 422 if form.errors else 200
    return render(request, "planning/remaining.html", context, status=status)
