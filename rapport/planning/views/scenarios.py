"""What if: scenarios of a plan, tried side by side with it, kept or thrown away."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _

from rapport.accounts.access import staff_view
from rapport.accounts.bin import undo_url
from rapport.accounts.requests import StaffRequest
from rapport.engine.plan import PlanError
from rapport.lib.refusal import Refused
from rapport.planning.models import Scenario
from rapport.planning.operations import scenarios
from rapport.planning.permissions import SEE_COSTS
from rapport.planning.queries.beside import beside as side_by_side
from rapport.planning.queries.edits import edits_of
from rapport.planning.queries.scenario import SHOWN, Comparison, compared
from rapport.planning.scenario_forms import EditForm, ScenarioForm
from rapport.planning.scenario_panels import shown as shown_panels
from rapport.projects.models import Project
from rapport.projects.permissions import SEE_PROJECTS, WORK_ON_TASKS
from rapport.projects.views.loading import project_of, project_page
from rapport.ui.paging import paged
from rapport.ui.toasts import toast

A_PAGE, OTHERS = 30, 12


@staff_view(SEE_PROJECTS)
def index(request: StaffRequest, key: str) -> HttpResponse:
    """The scenarios of a plan, the newest first."""
    return _list(request, project_of(request, key))


@staff_view(WORK_ON_TASKS, methods=("POST",))
def new(request: StaffRequest, key: str) -> HttpResponse:
    """Begin one."""
    project = project_of(request, key)
    form = ScenarioForm(request.POST)
    if not form.is_valid():
        return _list(request, project, form)
    drafted = scenarios.draft(project, form.cleaned_data["name"], by=request.member, at=now())
    return _to(request, drafted)


@staff_view(SEE_PROJECTS)
def scenario(request: StaffRequest, key: str, number: int) -> HttpResponse:
    """Its edits, and both plans side by side."""
    return _page(request, _scenario(request, key, number))


@staff_view(SEE_PROJECTS)
def beside(request: StaffRequest, key: str, number: int, other: int) -> HttpResponse:
    """Today, it, and another one, side by side."""
    both = [_scenario(request, key, one) for one in (number, other)]
    project, role = both[0].project, request.member.role
    complaint, table = "", None
    try:
        table = side_by_side(project, both, request.reader, at=now())
    except PlanError as error:
        complaint = str(error)
    slug = request.workspace.slug
    context = project_page(request, project, "planning.plan") | {
        "scenarios": [(one, edits_of(one), shown_panels(slug, project, one.number, role=role))
                      for one in both],
        "table": table,
        "complaint": complaint,
        "sees_costs": SEE_COSTS.held_by(role),
    }  # fmt: skip
    return render(request, "planning/beside.html", context)


@staff_view(WORK_ON_TASKS, methods=("POST",))
def edits(request: StaffRequest, key: str, number: int) -> HttpResponse:
    """Try one more edit."""
    found = _scenario(request, key, number)
    form = EditForm(request.POST, project=found.project, reader=request.reader)
    if not form.is_valid():
        return _page(request, found, form)
    try:
        scenarios.try_edit(found, form.edit())
    except Refused as refusal:
        return toast(request, _to(request, found), str(refusal), tone="bad")
    return _to(request, found)


@staff_view(WORK_ON_TASKS, methods=("POST",))
def edit_removal(request: StaffRequest, key: str, number: int, place: int) -> HttpResponse:
    """Take an edit out again."""
    found = _scenario(request, key, number)
    try:
        scenarios.take_out(found, place)
    except Refused as refusal:
        return toast(request, _to(request, found), str(refusal), tone="bad")
    return _to(request, found)


@staff_view(WORK_ON_TASKS, methods=("POST",))
def keeping(request: StaffRequest, key: str, number: int) -> HttpResponse:
    """Make its edits those of the plan."""
    found = _scenario(request, key, number)
    try:
        act = scenarios.keep(found, by=request.member, at=now())
    except Refused as refusal:
        return toast(request, _to(request, found), str(refusal), tone="bad")
    slug = request.workspace.slug
    page = redirect("planning.plan", slug=slug, key=key)
    if act is None:
        return toast(request, page, _("Nothing had to be changed."))
    names = {"slug": slug, "key": key, "number": number, "act": act}
    back = reverse("planning.scenario_taking_back", kwargs=names)
    return toast(request, page, _("The plan is as you tried it."), undo=back)


@staff_view(WORK_ON_TASKS, methods=("POST",))
def taking_back(request: StaffRequest, key: str, number: int, act: int) -> HttpResponse:
    """Make the plan what it was before a scenario was kept."""
    found = _scenario(request, key, number)
    try:
        scenarios.take_back(found, act, by=request.member, at=now())
    except Refused as refusal:
        return toast(request, _to(request, found), str(refusal), tone="bad")
    return toast(request, _to(request, found), _("The plan is as it was."))


@staff_view(WORK_ON_TASKS, methods=("POST",))
def binning(request: StaffRequest, key: str, number: int) -> HttpResponse:
    """Throw it away; it can come back for 30 days."""
    found = _scenario(request, key, number)
    scenarios.throw_away(found, by=request.member, at=now())
    page = redirect("planning.scenarios", slug=request.workspace.slug, key=key)
    return toast(request, page, _("In the bin."), undo=undo_url(request.workspace, found))


def _scenario(request: StaffRequest, key: str, number: int) -> Scenario:
    project = project_of(request, key)
    rows = Scenario.objects.visible_to(request.reader).live().filter(project=project)
    found: Scenario = get_object_or_404(rows.select_related("made_by__user"), number=number)
    found.project = project
    return found


def _list(
    request: StaffRequest, project: Project, form: ScenarioForm | None = None
) -> HttpResponse:
    rows = Scenario.objects.visible_to(request.reader).live().filter(project=project)
    newest = rows.select_related("made_by__user").order_by("-number")
    context = project_page(request, project, "planning.plan") | {
        **paged(newest, A_PAGE, request.GET),
        "form": form or ScenarioForm(),
    }
    status = 422 if form and form.errors else 200
    return render(request, "planning/scenarios.html", context, status=status)


def _page(request: StaffRequest, found: Scenario, form: EditForm | None = None) -> HttpResponse:
    project, slug, role = found.project, request.workspace.slug, request.member.role
    comparison, complaint = _compared(request, found)
    context = project_page(request, project, "planning.plan") | {
        "scenario": found,
        "edits": edits_of(found),
        "comparison": comparison,
        "complaint": complaint,
        "moved": comparison.moved[:SHOWN] if comparison else [],
        "hidden": max(0, len(comparison.moved) - SHOWN) if comparison else 0,
        "sees_costs": SEE_COSTS.held_by(role),
        "others": _others(request, found),
        "panels": shown_panels(slug, project, found.number, role=role) if comparison else [],
        "form": form or EditForm(project=project, reader=request.reader),
    }
    status = 422 if form and form.errors else 200
    return render(request, "planning/scenario.html", context, status=status)


def _others(request: StaffRequest, found: Scenario) -> list[Scenario]:
    """The newest of those it can be compared with."""
    rows = Scenario.objects.visible_to(request.reader).live().filter(project=found.project)
    return list(rows.exclude(pk=found.pk).order_by("-number")[:OTHERS])


def _compared(request: StaffRequest, found: Scenario) -> tuple[Comparison | None, str]:
    """Both plans, or the sentence that says why the tried one has no dates."""
    try:
        return compared(found, request.reader, at=now()), ""
    except PlanError as error:
        return None, str(error)


def _to(request: StaffRequest, found: Scenario) -> HttpResponse:
    slug, key = request.workspace.slug, found.project.key
    return redirect("planning.scenario", slug=slug, key=key, number=found.number)
