"""The baselines of a plan: take one, name it, compare the plan with it, throw it away."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _

from rapport.accounts.access import staff_view
from rapport.accounts.bin import undo_url
from rapport.accounts.requests import StaffRequest
from rapport.lib.refusal import Refused
from rapport.planning.baseline_forms import BaselineForm
from rapport.planning.models import Baseline
from rapport.planning.operations import baselines
from rapport.planning.queries.baseline_seals import holding
from rapport.planning.queries.baselines import baselines_of
from rapport.planning.queries.days import day_of
from rapport.planning.queries.variance import ORDERS, comparison, finish_moves
from rapport.projects.models import Project
from rapport.projects.permissions import SEE_PROJECTS, WORK_ON_TASKS
from rapport.projects.views.loading import project_of, project_page
from rapport.ui.paging import paged
from rapport.ui.toasts import toast
from rapport.ui.words import long

# Each seal is recomputed from all the rows under it.
A_PAGE, TASKS_A_PAGE = 20, 100


@staff_view(SEE_PROJECTS)
def index(request: StaffRequest, key: str) -> HttpResponse:
    """Every baseline, how far the end has moved since, and whether its seal holds."""
    return _list(request, project_of(request, key))


@staff_view(WORK_ON_TASKS, methods=("POST",))
def new(request: StaffRequest, key: str) -> HttpResponse:
    """Keep the plan as it stands."""
    project = project_of(request, key)
    form = BaselineForm(request.POST)
    if not form.is_valid():
        return _list(request, project, form)
    name = form.cleaned_data["name"]
    try:
        baselines.take(project, name, by=request.member, at=now())
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _list(request, project, form)
    return toast(request, _to_list(request, project), _("“%(name)s” is kept.") % {"name": name})


@staff_view(SEE_PROJECTS)
def baseline(request: StaffRequest, key: str, number: int) -> HttpResponse:
    """The plan against one baseline, task by task."""
    return _page(request, _baseline(request, key, number))


@staff_view(WORK_ON_TASKS, methods=("POST",))
def name(request: StaffRequest, key: str, number: int) -> HttpResponse:
    """Call a baseline otherwise."""
    found = _baseline(request, key, number)
    form = BaselineForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form)
    baselines.rename(found, form.cleaned_data["name"], by=request.member, at=now())
    slug = request.workspace.slug
    page = redirect("planning.baseline", slug=slug, key=found.project.key, number=number)
    return toast(request, page, _("Saved."))


@staff_view(WORK_ON_TASKS, methods=("POST",))
def binning(request: StaffRequest, key: str, number: int) -> HttpResponse:
    """Throw a baseline away; it can come back for 30 days."""
    found = _baseline(request, key, number)
    baselines.discard(found, by=request.member, at=now())
    undo = undo_url(request.workspace, found)
    return toast(request, _to_list(request, found.project), _("In the bin."), undo=undo)


def _baseline(request: StaffRequest, key: str, number: int) -> Baseline:
    project = project_of(request, key)
    rows = baselines_of(project).visible_to(request.reader).select_related("taken_by__user")
    found: Baseline = get_object_or_404(rows, number=number)
    found.project = project
    return found


def _list(
    request: StaffRequest, project: Project, form: BaselineForm | None = None
) -> HttpResponse:
    rows = baselines_of(project).select_related("taken_by__user")
    pages = paged(rows, A_PAGE, request.GET.dict())
    shown = list(pages["page"])
    seals, moves = holding(project, shown), finish_moves(project, shown)
    proposal = _("Plan of %(day)s") % {"day": long(localdate())}
    context = project_page(request, project, "planning.plan") | {
        **pages,
        "baselines": [
            (one, day_of(one.finish, request.workspace), moves.get(one.pk), one.pk in seals)
            for one in shown
        ],
        "form": form or BaselineForm(initial={"name": proposal}),
    }
    return render(request, "planning/baselines.html", context, status=422 if form else 200)


def _page(request: StaffRequest, found: Baseline, form: BaselineForm | None = None) -> HttpResponse:
    order = request.GET.get("order", "")
    compared = comparison(found)
    tasks = ORDERS[order](compared.tasks) if order in ORDERS else compared.tasks
    context: dict[str, Any] = project_page(request, found.project, "planning.plan") | {
        **paged(tasks, TASKS_A_PAGE, request.GET.dict()),
        "baseline": found,
        "finish": day_of(found.finish, request.workspace),
        "compared": compared,
        "holds": bool(holding(found.project, [found])),
        "order": order if order in ORDERS else "",
        "form": form or BaselineForm(initial={"name": found.name}),
        "fails": form is not None,
    }
    return render(request, "planning/baseline.html", context, status=422 if form else 200)


def _to_list(request: StaffRequest, project: Project) -> HttpResponse:
    return redirect("planning.baselines", slug=request.workspace.slug, key=project.key)
