"""Write down a new task."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now

from rapport.accounts.access import staff_view
from rapport.accounts.requests import StaffRequest
from rapport.lib.reader import Reader
from rapport.projects import further
from rapport.projects.forms import NewTaskForm
from rapport.projects.models import Project, Task
from rapport.projects.operations import tasks
from rapport.projects.permissions import WORK_ON_TASKS
from rapport.projects.queries.people import assignable
from rapport.projects.tabs import page_of
from rapport.projects.views.loading import project_of


def new_task_form(
    project: Project, reader: Reader, data: Any = None, *, on: str = ""
) -> NewTaskForm:
    """The form, which offers the project's own tasks as parents."""
    rows = Task.objects.live().filter(project=project, is_milestone=False)
    return NewTaskForm(data, tasks=rows.order_by("position"), people=assignable(reader), on=on)


@staff_view(WORK_ON_TASKS, methods=("GET", "POST"))
def new_task(request: StaffRequest, key: str) -> HttpResponse:
    """Add a task and go back to the page where it was asked for; `?on=` offers a day."""
    project = project_of(request, key)
    on = request.GET.get("on", "")
    form = new_task_form(project, request.reader, request.POST or None, on=on)
    if request.POST and form.is_valid():
        task = tasks.create(project, form.task(), by=request.member, at=now())
        role, then = request.member.role, request.POST.get("then", "")
        if page := further.page_named(then, role=role):
            return redirect(page, slug=request.workspace.slug, key=key, number=task.number)
        page = page_of(request.POST.get("back", ""), default="projects.board")
        url = reverse(page, kwargs={"slug": request.workspace.slug, "key": project.key})
        return redirect(f"{url}{_further(request, form)}")
    back = request.POST.get("back") or request.GET.get("back", "")
    context = {
        "project": project, "task_form": form, "back": back,
        "further": further.held_by(request.member.role),
    }  # fmt: skip
    return render(request, "projects/new_task.html", context, status=422 if request.POST else 200)


def _further(request: StaffRequest, form: NewTaskForm) -> str:
    """Where on that page to go on: at the next row, or in the month of the new task."""
    if request.POST.get("again"):
        return "?again=1"
    on = form.cleaned_data["on"]
    return f"?month={on:%Y-%m}" if on else ""
