"""Begin a project with the shape of a template or of another project, or fill an empty plan."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _

from rapport.accounts.access import staff_view
from rapport.accounts.requests import StaffRequest
from rapport.clients.models import Client
from rapport.lib.refusal import Refused
from rapport.planning.models import PlanTemplate
from rapport.planning.operations import filling
from rapport.planning.operations.filling import Filling
from rapport.planning.queries.frame import frame_of
from rapport.planning.queries.laying import own_hours, start_for
from rapport.planning.queries.shape_of import doers_of, shape_of
from rapport.planning.shape import Shape
from rapport.planning.template_forms import DatedForm, StartForm
from rapport.planning.views.plan_templates import of_number
from rapport.projects.models import Project
from rapport.projects.operations.projects import ProjectDetails
from rapport.projects.permissions import MANAGE_PROJECTS
from rapport.projects.views.loading import project_of, project_page
from rapport.ui.paging import paged
from rapport.ui.toasts import toast

A_PAGE = 50


@staff_view(MANAGE_PROJECTS, methods=("GET", "POST"))
def start(request: StaffRequest, number: int) -> HttpResponse:
    """Begin a project with a template."""
    found = of_number(request, number)
    shape = Shape.read(found.body)
    context = {"template": found, "source": found.name}
    return _begin(request, shape, {"template": found.pk}, context)


@staff_view(MANAGE_PROJECTS, methods=("GET", "POST"))
def copy(request: StaffRequest, key: str) -> HttpResponse:
    """Begin a project with the plan of another, as it stands now, by the same people."""
    project = project_of(request, key)
    doers = doers_of(project)
    shape = shape_of(project, {doer.key: doer.name for doer in doers})
    context = {
        "copied": project,
        "source": project.name,
        "client": project.client_id,
        "people": {doer.name: doer.member for doer in doers},
    }
    return _begin(request, shape, {"project": project.pk}, context)


@staff_view(MANAGE_PROJECTS)
def choice(request: StaffRequest, key: str) -> HttpResponse:
    """Which template shall fill this plan?"""
    project = project_of(request, key)
    rows = PlanTemplate.objects.visible_to(request.reader).live().defer("body").order_by("-number")
    context = project_page(request, project, "planning.plan")
    context |= paged(rows, A_PAGE, request.GET.dict())
    return render(request, "planning/fill_choice.html", context)


@staff_view(MANAGE_PROJECTS, methods=("GET", "POST"))
def fill(request: StaffRequest, key: str, number: int) -> HttpResponse:
    """Fill an empty plan with a template."""
    project, found = project_of(request, key), of_number(request, number)
    shape = Shape.read(found.body)
    form = DatedForm(request.POST or None, roles=shape.roles, initial={"day": project.starts_on})
    if request.POST and form.is_valid():
        try:
            return _filled(request, project, Filling(shape, form.people(), {"template": found.pk}),
                           form)  # fmt: skip
        except Refused as refusal:
            form.add_error(None, str(refusal))
    context = project_page(request, project, "planning.plan") | {
        "form": form,
        "template": found,
        "shape": shape,
    }
    status = 422 if request.POST else 200
    return render(request, "planning/fill.html", context, status=status)


@staff_view(MANAGE_PROJECTS, methods=("POST",))
def undo(request: StaffRequest, key: str, act: int) -> HttpResponse:
    """Empty the plan again."""
    project = project_of(request, key)
    page = redirect("planning.plan", slug=request.workspace.slug, key=key)
    try:
        filling.undo(project, act, by=request.member, at=now())
    except Refused as refusal:
        return toast(request, page, str(refusal), tone="bad")
    return toast(request, page, _("The plan is empty again."))


def _begin(
    request: StaffRequest, shape: Shape, source: Mapping[str, int], context: dict[str, Any]
) -> HttpResponse:
    clients = Client.objects.visible_to(request.reader).live().select_related("workspace")
    form = StartForm(
        request.POST or None, roles=shape.roles, clients=clients.order_by("name"),
        people=context.get("people", {}),
        initial={"day": localdate(), "client": context.get("client")},
    )  # fmt: skip
    if request.POST and form.is_valid() and shape.tasks:
        try:
            return _begun(request, form, shape, source)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    status = 422 if request.POST else 200
    context |= {"form": form, "shape": shape}
    return render(request, "planning/start.html", context, status=status)


def _begun(
    request: StaffRequest, form: StartForm, shape: Shape, source: Mapping[str, int]
) -> HttpResponse:
    said = form.cleaned_data
    first = form.chosen_day
    if form.is_backward:
        first = start_for(shape, first, *own_hours())
    details = ProjectDetails(said["key"], said["name"], first, lead=request.member)
    made = filling.begin(
        said["client"], details, Filling(shape, form.people(), source), by=request.member, at=now()
    )
    slug = request.workspace.slug
    page = redirect("planning.plan", slug=slug, key=made.key)
    return toast(request, page, _("The project has its plan: %(n)s tasks.") % {
        "n": len(shape.tasks)
    })  # fmt: skip


def _filled(request: StaffRequest, project: Project, new: Filling, form: DatedForm) -> HttpResponse:
    first = _first_day(project, new.shape, form)
    act = filling.fill_from(project, first, new, by=request.member, at=now())
    slug = request.workspace.slug
    page = redirect("planning.plan", slug=slug, key=project.key)
    back = reverse("planning.filling_undo", kwargs={"slug": slug, "key": project.key, "act": act})
    said = _("The plan is filled: %(n)s tasks.") % {"n": len(new.shape.tasks)}
    return toast(request, page, said, undo=back)


def _first_day(project: Project, shape: Shape, form: DatedForm) -> date:
    if not form.is_backward:
        return form.chosen_day
    frame = frame_of(project)
    return start_for(shape, form.chosen_day, frame.definitions, frame.own)
