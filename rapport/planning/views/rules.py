"""How a plan is reckoned, and what decides its end."""

from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _

from rapport.accounts.access import staff_view
from rapport.accounts.requests import StaffRequest
from rapport.lib.refusal import Refused
from rapport.planning.models import PlanRules
from rapport.planning.operations import rules
from rapport.planning.queries.longest_path import longest_path
from rapport.planning.queries.outlined import plan_rows
from rapport.planning.queries.why import reasons
from rapport.planning.rules_forms import RulesForm
from rapport.projects.models import Project
from rapport.projects.permissions import MANAGE_PROJECTS, SEE_PROJECTS
from rapport.projects.views.loading import project_of, project_page
from rapport.ui.paging import paged
from rapport.ui.toasts import toast

A_PAGE = 100


@staff_view(SEE_PROJECTS)
def path(request: StaffRequest, key: str) -> HttpResponse:
    """The longest path: why the plan ends when it does, task by task."""
    project = project_of(request, key)
    found = longest_path(plan_rows(project))
    context = project_page(request, project, "planning.plan")
    context |= paged(found, A_PAGE, request.GET.dict())
    why = reasons(project, context["page"])
    context["lines"] = [(row, why[row.pk]) for row in context["page"]]
    context["last"] = found[-1] if found else None
    return render(request, "planning/path.html", context)


@staff_view(SEE_PROJECTS)
def page(request: StaffRequest, key: str) -> HttpResponse:
    """How the plan is reckoned now."""
    project = project_of(request, key)
    known = PlanRules.objects.filter(project=project).first()
    return _shown(request, project, RulesForm.of(known, _zone(project)))


@staff_view(MANAGE_PROJECTS, methods=("POST",))
def change(request: StaffRequest, key: str) -> HttpResponse:
    """Reckon it so from now on."""
    project = project_of(request, key)
    form = RulesForm(request.POST)
    if not form.is_valid():
        return _shown(request, project, form)
    try:
        act = rules.reckon(project, form.reckoning(_zone(project)), by=request.member, at=now())
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _shown(request, project, form)
    slug = request.workspace.slug
    names = {"slug": slug, "key": key, "act": act}
    back = reverse("planning.rules_undo", kwargs=names) if act else ""
    to = redirect("planning.rules", slug=slug, key=key)
    return toast(request, to, _("The plan was dated anew."), undo=back)


@staff_view(MANAGE_PROJECTS, methods=("POST",))
def undo(request: StaffRequest, key: str, act: int) -> HttpResponse:
    """Reckon it as before."""
    project = project_of(request, key)
    back = redirect("planning.rules", slug=request.workspace.slug, key=key)
    try:
        rules.undo(project, act, by=request.member, at=now())
    except Refused as refusal:
        return toast(request, back, str(refusal), tone="bad")
    return toast(request, back, _("It is reckoned as before."))


def _zone(project: Project) -> ZoneInfo:
    return ZoneInfo(project.workspace.time_zone)


def _shown(request: StaffRequest, project: Project, form: RulesForm) -> HttpResponse:
    context = project_page(request, project, "planning.plan") | {"form": form}
    status = 422 if form.errors else 200
    return render(request, "planning/rules.html", context, status=status)
