"""Load what a URL names through what the person may see; anything else is 404."""

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse

from rapport.accounts.requests import StaffRequest
from rapport.projects import panels, tabs
from rapport.projects.models import Project, Task
from rapport.projects.permissions import MANAGE_PROJECTS, WORK_ON_TASKS


def project_of(request: StaffRequest, key: str) -> Project:
    """A live project by its key."""
    rows = Project.objects.visible_to(request.reader).live().select_related("client", "workspace")
    project: Project = get_object_or_404(rows, key=key)
    return project


def task_of(request: StaffRequest, key: str, number: int) -> Task:
    """A live task by its project's key and its number."""
    return _task(project_of(request, key), Task.objects.visible_to(request.reader).live(), number)


def binned_task_of(request: StaffRequest, key: str, number: int) -> Task:
    """The same for a task, wherever it is: also in the bin."""
    return _task(project_of(request, key), Task.objects.visible_to(request.reader), number)


def _task(project: Project, rows: Any, number: int) -> Task:
    task: Task = get_object_or_404(rows.select_related("workspace"), project=project, number=number)
    task.project = project
    return task


def hold(task: Task) -> None:
    """Read a task anew, which nobody else changes until the transaction ends."""
    project = task.project
    task.refresh_from_db(from_queryset=Task.objects.select_for_update())
    task.project, task.workspace = project, project.workspace


def task_named(project: Project, number: str) -> Task | None:
    """A live task of the project by a number that was sent; empty is none, unknown is 404."""
    if not number:
        return None
    if not number.isdecimal() or len(number) > 9:
        raise Http404
    rows = Task.objects.live().filter(project=project).select_related("workspace", "project")
    task: Task = get_object_or_404(rows, number=int(number))
    return task


def tasks_named(project: Project, numbers: list[str]) -> list[Task]:
    """Live tasks of the project by the numbers that were sent; one unknown and nothing is done."""
    wanted = {int(number) for number in numbers if number.isdecimal() and len(number) <= 9}
    rows = Task.objects.live().filter(project=project, number__in=wanted)
    found = list(rows.select_related("workspace", "project").order_by("position"))
    if len(found) != len(set(numbers)):
        raise Http404
    return found


def project_page(request: StaffRequest, project: Project, here: str) -> dict[str, Any]:
    """What every page of a project needs: itself and its tabs."""
    slug, role = request.workspace.slug, request.member.role
    return {
        "project": project,
        "tabs": tabs.shown(slug, project, role=role, here=here),
        "may_work": WORK_ON_TASKS.held_by(role),
        "may_manage": MANAGE_PROJECTS.held_by(role),
    }


def with_panels(request: StaffRequest, project: Project) -> list[panels.ShownPanel]:
    """The panels of the overview."""
    return panels.shown(request.workspace.slug, project, role=request.member.role)


def undo_url(request: StaffRequest, project: Project, act: int) -> str:
    """Where a toast takes an act back."""
    names = {"slug": request.workspace.slug, "key": project.key, "act": act}
    return reverse("projects.undo", kwargs=names)
