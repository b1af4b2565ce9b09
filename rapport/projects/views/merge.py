"""Merge a project into another one: choose it, see what will happen, do it."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _

from rapport.accounts.access import staff_view
from rapport.accounts.requests import StaffRequest
from rapport.lib.keys import short_name_of
from rapport.lib.refusal import Refused
from rapport.projects.models import Project, Task
from rapport.projects.operations import merging
from rapport.projects.permissions import MANAGE_PROJECTS
from rapport.projects.queries import transfers
from rapport.projects.views.loading import project_of, project_page, undo_url
from rapport.ui.toasts import toast


@staff_view(MANAGE_PROJECTS, methods=("GET", "POST"))
def page(request: StaffRequest, key: str) -> HttpResponse:
    """Ask into which; with a project say what will happen; with «merge» do it."""
    project = project_of(request, key)
    said = request.POST if request.method == "POST" else request.GET
    target = _target(request, project, said.get("to"))
    if request.POST.get("step") == "merge" and target is not None:
        return _merge(request, project, target)
    return _show(request, project, target)


def _target(request: StaffRequest, project: Project, key: object) -> Project | None:
    named = short_name_of(key)
    if not named:
        return None
    target = transfers.targets(request.reader, project).filter(key=named).first()
    if target is None:
        raise Http404
    return target


def _merge(request: StaffRequest, project: Project, target: Project) -> HttpResponse:
    try:
        act = merging.merge(project, target, by=request.member, at=now())
    except Refused as refusal:
        return _show(request, project, target, str(refusal))
    response = redirect("projects.project", slug=request.workspace.slug, key=target.key)
    names = {"project": project.name, "target": target.name}
    said = _("%(project)s has gone into %(target)s.") % names
    return toast(request, response, said, undo=undo_url(request, project, act))


def _show(
    request: StaffRequest, project: Project, target: Project | None, complaint: str = ""
) -> HttpResponse:
    context: dict[str, Any] = project_page(request, project, "") | {
        "target": target,
        "targets": transfers.merge_targets(request.reader, project),
        "complaint": complaint,
    }
    if target:
        tasks = list(Task.objects.filter(project=project, parent=None))
        context["merging"] = transfers.merging(project, target)
        context["preview"] = transfers.preview(project, target, tasks) if tasks else None
    return render(request, "projects/merge.html", context, status=422 if complaint else 200)
