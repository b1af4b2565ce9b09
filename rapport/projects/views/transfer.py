"""Move tasks to another project: choose it, see what will happen, do it."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rapport.accounts.access import staff_view
from rapport.accounts.requests import StaffRequest
from rapport.lib.keys import short_name_of
from rapport.lib.refusal import Refused
from rapport.projects.models import Project, Task
from rapport.projects.operations import transfer
from rapport.projects.permissions import WORK_ON_TASKS
from rapport.projects.queries.transfers import preview, targets
from rapport.projects.tabs import page_of
from rapport.projects.views.loading import project_of, project_page, tasks_named, undo_url
from rapport.ui.toasts import toast


@staff_view(WORK_ON_TASKS, methods=("GET", "POST"))
def page(request: StaffRequest, key: str) -> HttpResponse:
    """Ask where the tasks should go; with a project say what will happen; with «move» do it."""
    project = project_of(request, key)
    said = request.POST if request.method == "POST" else request.GET
    tasks = tasks_named(project, said.getlist("task"))
    target = _target(request, project, said.get("to"))
    if request.POST.get("step") == "move" and target is not None:
        return _move(request, project, tasks, target)
    return ask(request, project, tasks, target)


def ask(
    request: StaffRequest,
    project: Project,
    tasks: list[Task],
    target: Project | None = None,
    complaint: str = "",
) -> HttpResponse:
    """The page on which one chooses and sees."""
    if not tasks:
        back = redirect("projects.board", slug=request.workspace.slug, key=project.key)
        return toast(request, back, _("Choose the tasks first, here or in the plan."), tone="bad")
    context: dict[str, Any] = project_page(request, project, "") | {
        "tasks": tasks,
        "target": target,
        "targets": targets(request.reader, project),
        "preview": preview(project, target, tasks) if target else None,
        "complaint": complaint,
        "back": request.POST.get("back", ""),
    }
    return render(request, "projects/transfer.html", context, status=422 if complaint else 200)


def _target(request: StaffRequest, project: Project, key: object) -> Project | None:
    """A project that this person may choose; anything else is 404."""
    named = short_name_of(key)
    if not named:
        return None
    target = targets(request.reader, project).filter(key=named).first()
    if target is None:
        raise Http404
    return target


def _move(
    request: StaffRequest, project: Project, tasks: list[Task], target: Project
) -> HttpResponse:
    try:
        act = transfer.move(project, tasks, target, by=request.member, at=now())
    except Refused as refusal:
        return ask(request, project, tasks, target, str(refusal))
    said = ngettext(
        "%(n)d task is in %(project)s now.", "%(n)d tasks are in %(project)s now.", len(tasks)
    ) % {"n": len(tasks), "project": target.name}
    return toast(
        request, _there(request, tasks, target), said, undo=undo_url(request, project, act)
    )


def _there(request: StaffRequest, tasks: list[Task], target: Project) -> HttpResponse:
    slug = request.workspace.slug
    if len(tasks) == 1:
        number = Task.objects.values_list("number", flat=True).get(pk=tasks[0].pk)
        return redirect("projects.task", slug=slug, key=target.key, number=number)
    page_name = page_of(request.POST.get("back", ""), default="projects.board")
    return redirect(page_name, slug=slug, key=target.key)
