"""Templates of plans: save one, look at them, name them, throw them away."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _

from rapport.accounts.access import staff_view
from rapport.accounts.bin import undo_url
from rapport.accounts.requests import StaffRequest
from rapport.lib.refusal import Refused
from rapport.planning import shape_words
from rapport.planning.models import PlanTemplate
from rapport.planning.operations import plan_templates
from rapport.planning.queries.shape_of import doers_of
from rapport.planning.shape import Shape
from rapport.planning.template_forms import NewTemplateForm, TemplateForm
from rapport.projects.permissions import MANAGE_PROJECTS
from rapport.projects.views.loading import project_of, project_page
from rapport.ui.paging import paged
from rapport.ui.toasts import toast

A_PAGE, TASKS_A_PAGE = 50, 100


@staff_view(MANAGE_PROJECTS)
def index(request: StaffRequest) -> HttpResponse:
    """All templates, the newest first."""
    rows = PlanTemplate.objects.visible_to(request.reader).live().defer("body")
    newest = rows.select_related("made_by__user", "made_from").order_by("-number")
    pages = paged(newest, A_PAGE, request.GET.dict())
    return render(request, "planning/templates.html", pages)


@staff_view(MANAGE_PROJECTS, methods=("GET", "POST"))
def new(request: StaffRequest, key: str) -> HttpResponse:
    """Keep a project's plan to be used again."""
    project = project_of(request, key)
    form = NewTemplateForm(
        request.POST or None, doers=doers_of(project), initial={"name": project.name[:120]}
    )
    if request.POST and form.is_valid():
        name, roles = form.cleaned_data["name"], form.roles()
        try:
            made = plan_templates.save(project, name, roles, by=request.member, at=now())
            return toast(request, _to(request, made), _("“%(name)s” is kept.") % {"name": name})
        except Refused as refusal:
            form.add_error(None, str(refusal))
    context = project_page(request, project, "planning.plan") | {"form": form}
    status = 422 if request.POST else 200
    return render(request, "planning/new_template.html", context, status=status)


@staff_view(MANAGE_PROJECTS)
def template(request: StaffRequest, number: int) -> HttpResponse:
    """What it holds, and the ways on from here."""
    return _page(request, of_number(request, number))


@staff_view(MANAGE_PROJECTS, methods=("POST",))
def name(request: StaffRequest, number: int) -> HttpResponse:
    """Call it otherwise."""
    found = of_number(request, number)
    form = TemplateForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form)
    plan_templates.rename(found, form.cleaned_data["name"], by=request.member, at=now())
    return toast(request, _to(request, found), _("Saved."))


@staff_view(MANAGE_PROJECTS, methods=("POST",))
def binning(request: StaffRequest, number: int) -> HttpResponse:
    """Throw it away; it can come back for 30 days."""
    found = of_number(request, number)
    plan_templates.discard(found, by=request.member, at=now())
    page = redirect("planning.templates", slug=request.workspace.slug)
    return toast(request, page, _("In the bin."), undo=undo_url(request.workspace, found))


def of_number(request: StaffRequest, number: int) -> PlanTemplate:
    """A live template by its number; what this person may not see is not there."""
    rows = PlanTemplate.objects.visible_to(request.reader).live()
    found: PlanTemplate = get_object_or_404(
        rows.select_related("made_by__user", "made_from"), number=number
    )
    return found


def _page(
    request: StaffRequest, found: PlanTemplate, form: TemplateForm | None = None
) -> HttpResponse:
    shape = Shape.read(found.body)
    context = paged(range(len(shape.tasks)), TASKS_A_PAGE, request.GET.dict())
    context |= {
        "tasks": _rows(shape, context["page"], request.workspace.currency),
        "template": found,
        "shape": shape,
        "risks": shape_words.risks(shape),
        "form": form or TemplateForm(initial={"name": found.name}),
        "fails": form is not None,
    }
    return render(request, "planning/template.html", context, status=422 if form else 200)


def _rows(shape: Shape, places: Iterable[int], currency: str) -> list[tuple[Any, ...]]:
    """The tasks at these places, each with its level, whether it has parts, and in words who does
    it and what else is kept of it."""
    levels, parents = shape.levels(), {task.parent for task in shape.tasks}
    return [
        (task, levels[place], place in parents, shape_words.who(task),
         shape_words.beside(task, currency))
        for place in places
        for task in [shape.tasks[place]]
    ]  # fmt: skip


def _to(request: StaffRequest, found: PlanTemplate) -> HttpResponse:
    return redirect("planning.template", slug=request.workspace.slug, number=found.number)
