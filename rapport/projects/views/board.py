"""The board: tasks by state."""

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.utils.translation import gettext as _

from rapport.accounts.access import staff_view
from rapport.accounts.requests import StaffRequest
from rapport.projects.models import Task
from rapport.projects.operations import board
from rapport.projects.permissions import SEE_PROJECTS, WORK_ON_TASKS
from rapport.projects.queries.columns import columns
from rapport.projects.queries.people import assignable
from rapport.projects.views.loading import project_of, project_page, task_named, task_of


@staff_view(SEE_PROJECTS)
def page(request: StaffRequest, key: str) -> HttpResponse:
    """The columns, with a card a task."""
    project = project_of(request, key)
    context = project_page(request, project, "projects.board") | {
        "columns": columns(project),
        "states": Task.State.choices,
        "members": assignable(request.reader),
    }
    return render(request, "projects/board.html", context)


@staff_view(WORK_ON_TASKS, methods=("POST",))
def place(request: StaffRequest, key: str, number: int) -> HttpResponse:
    """Put a card into a column, after another."""
    task = task_of(request, key, number)
    state = request.POST.get("state", "")
    if state not in Task.State.values:
        return JsonResponse({"error": _("There is no such column.")}, status=400)
    after = task_named(task.project, request.POST.get("after", ""))
    board.place(task, state, after, by=request.member, at=now())
    return JsonResponse({"state": state})
