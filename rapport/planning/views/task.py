"""What the plan says of one task, on the task's page."""

from django.http import HttpResponse
from django.shortcuts import render

from rapport.accounts.access import staff_view
from rapport.accounts.requests import StaffRequest
from rapport.planning.queries.outlined import plan_rows
from rapport.planning.queries.why import why
from rapport.projects.models import Task
from rapport.projects.permissions import SEE_PROJECTS
from rapport.projects.views.loading import task_of


@staff_view(SEE_PROJECTS)
def panel(request: StaffRequest, key: str, number: int) -> HttpResponse:
    """Start, finish, slack, and why then."""
    task = task_of(request, key, number)
    row = plan_rows(task.project, only=[task.pk])[0]
    driver = Task.objects.filter(pk=row.driver or 0).values_list("pk", "name")
    context = {"row": row, "why": why(row, dict(driver)), "task": task}
    return render(request, "planning/task.html", context)
