"""What a task waits for."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.timezone import now
from django.utils.translation import gettext as _

from rapport.accounts.access import staff_view
from rapport.accounts.requests import StaffRequest
from rapport.lib.refusal import Refused
from rapport.projects.durations import Lag, lag_of
from rapport.projects.models import Dependency, Task
from rapport.projects.operations import dependencies
from rapport.projects.permissions import WORK_ON_TASKS
from rapport.projects.views.loading import task_named, task_of
from rapport.ui.toasts import toast


@staff_view(WORK_ON_TASKS, methods=("POST",))
def links(request: StaffRequest, key: str, number: int) -> HttpResponse:
    """Let the task wait for another one of its project."""
    task = task_of(request, key, number)
    predecessor = task_named(task.project, request.POST.get("predecessor", ""))
    if predecessor is None:
        return _back(request, task, _("Choose the task that comes first."))
    kind, lag = request.POST.get("kind", "FS"), _lag(request)
    if kind not in Dependency.Kind.values or lag is None:
        return _back(request, task, _("Write the wait like 2d, -4h, 3ed or 50%."))
    try:
        dependencies.link(predecessor, task, kind=kind, lag=lag, by=request.member, at=now())
    except Refused as refusal:
        return _back(request, task, str(refusal))
    return _back(request, task)


@staff_view(WORK_ON_TASKS, methods=("POST", "DELETE"))
def link(request: StaffRequest, key: str, number: int, before: int) -> HttpResponse:
    """Change how the task waits for another (POST), or let it no longer wait (DELETE)."""
    task = task_of(request, key, number)
    rows = Dependency.objects.filter(successor=task).select_related("successor__project")
    found = get_object_or_404(rows, predecessor__number=before)
    if request.method == "DELETE" or request.POST.get("remove"):
        dependencies.unlink(found, by=request.member, at=now())
        return _back(request, task)
    kind, lag = request.POST.get("kind", found.kind), _lag(request)
    if kind not in Dependency.Kind.values or lag is None:
        return _back(request, task, _("Write the wait like 2d, -4h, 3ed or 50%."))
    try:
        dependencies.change(found, kind=kind, lag=lag, by=request.member, at=now())
    except Refused as refusal:
        return _back(request, task, str(refusal))
    return _back(request, task)


def _lag(request: StaffRequest) -> Lag | None:
    try:
        return lag_of(request.POST.get("lag", ""))
    except ValueError:
        return None


def _back(request: StaffRequest, task: Task, complaint: str = "") -> HttpResponse:
    slug = request.workspace.slug
    response = redirect("projects.task", slug=slug, key=task.project.key, number=task.number)
    return toast(request, response, complaint, tone="bad") if complaint else response
