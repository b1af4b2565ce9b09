"""What the promise dates of a project assume."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _

from rapport.accounts.access import staff_view
from rapport.accounts.requests import StaffRequest
from rapport.lib.refusal import Refused
from rapport.planning.assumptions_form import AssumptionsForm
from rapport.planning.models import Assumptions
from rapport.planning.operations import assumptions
from rapport.projects.models import Project
from rapport.projects.permissions import MANAGE_PROJECTS, SEE_PROJECTS
from rapport.projects.views.loading import project_of, project_page
from rapport.ui.toasts import toast


@staff_view(SEE_PROJECTS)
def page(request: StaffRequest, key: str) -> HttpResponse:
    """What is assumed now."""
    project = project_of(request, key)
    known = Assumptions.objects.filter(project=project).first()
    return _shown(request, project, AssumptionsForm.of(known))


@staff_view(MANAGE_PROJECTS, methods=("POST",))
def change(request: StaffRequest, key: str) -> HttpResponse:
    """Assume something else from now on."""
    project = project_of(request, key)
    form = AssumptionsForm(request.POST)
    if not form.is_valid():
        return _shown(request, project, form)
    act = assumptions.assume(project, form.assumed(), by=request.member, at=now())
    names = {"slug": request.workspace.slug, "key": key, "act": act}
    undo = reverse("planning.assumptions_undo", kwargs=names) if act else ""
    return toast(request, _back(request, project), _("The dates are reckoned anew."), undo=undo)


@staff_view(MANAGE_PROJECTS, methods=("POST",))
def undo(request: StaffRequest, key: str, act: int) -> HttpResponse:
    """Assume what was assumed before."""
    project = project_of(request, key)
    try:
        assumptions.undo(project, act, by=request.member, at=now())
    except Refused as refusal:
        return toast(request, _back(request, project), str(refusal), tone="bad")
    return toast(request, _back(request, project), _("It is reckoned as before."))


def _back(request: StaffRequest, project: Project) -> HttpResponse:
    return redirect("planning.outlook", slug=request.workspace.slug, key=project.key)


def _shown(request: StaffRequest, project: Project, form: AssumptionsForm) -> HttpResponse:
    context = project_page(request, project, "planning.plan") | {"form": form}
    status = 422 if form.errors else 200
    return render(request, "planning/assumptions.html", context, status=status)
