"""Which programme a project belongs to: said on its page, changed from there or from the
programme's."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _

from rapport.accounts.access import staff_view
from rapport.accounts.requests import StaffRequest
from rapport.lib.keys import key_of, short_name_of
from rapport.projects.models import Programme, Project
from rapport.projects.operations import programmes
from rapport.projects.permissions import MANAGE_PROJECTS, SEE_PROJECTS
from rapport.projects.queries.programmes import programmes as live_programmes
from rapport.projects.views.loading import project_of
from rapport.roadmap.views.programme import of_number
from rapport.ui.toasts import toast


@staff_view(SEE_PROJECTS)
def of_project(request: StaffRequest, key: str) -> HttpResponse:
    """The card on the project's page."""
    project = project_of(request, key)
    offered = list(live_programmes(request.reader))
    held = next((one for one in offered if one.pk == project.programme_id), None)
    context = {
        "project": project,
        "programme": held,
        "programmes": offered,
        "may_manage": MANAGE_PROJECTS.held_by(request.member.role),
    }
    return render(request, "roadmap/of_project.html", context)


@staff_view(MANAGE_PROJECTS, methods=("POST",))
def of_programme(request: StaffRequest, number: int) -> HttpResponse:
    """Put a project, named by its key, into the programme."""
    programme = of_number(request, number)
    named = short_name_of(request.POST.get("project"))
    rows = Project.objects.visible_to(request.reader).live().select_related("workspace")
    project = rows.select_related("programme").filter(key=named).first()
    back = redirect("roadmap.programme", slug=request.workspace.slug, number=number)
    if project is None:
        return toast(request, back, _("Choose a project."), tone="bad")
    return _placed(request, project, programme, back)


@staff_view(MANAGE_PROJECTS, methods=("POST",))
def change(request: StaffRequest, key: str) -> HttpResponse:
    """Put the project into a programme, named by its number; into none takes it out."""
    project = project_of(request, key)
    said = request.POST.get("programme", request.GET.get("programme", ""))
    programme = _named(request, said)
    back = redirect("projects.project", slug=request.workspace.slug, key=key)
    if request.POST.get("back") == "programme" and project.programme:
        number = project.programme.number
        back = redirect("roadmap.programme", slug=request.workspace.slug, number=number)
    return _placed(request, project, programme, back)


def _named(request: StaffRequest, number: str) -> Programme | None:
    if not number:
        return None
    if not number.isdecimal() or not key_of(number[:9]):
        raise Http404
    found: Programme = get_object_or_404(live_programmes(request.reader), number=key_of(number[:9]))
    return found


def _placed(
    request: StaffRequest, project: Project, programme: Programme | None, back: HttpResponse
) -> HttpResponse:
    was = programmes.place(project, programme, by=request.member, at=now())
    if was == programme:
        return back
    if request.htmx:
        return HttpResponse(status=204)
    said = (
        _("%(project)s is in %(programme)s.") % {"project": project, "programme": programme}
        if programme
        else _("%(project)s is in no programme.") % {"project": project}
    )
    here = reverse("roadmap.belonging", args=[request.workspace.slug, project.key])
    undo = f"{here}?programme={was.number if was and not was.binned_at else ''}"
    return toast(request, back, said, undo=undo)
