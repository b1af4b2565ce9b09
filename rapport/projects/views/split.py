"""Split a project: chosen tasks become a project of their own."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _

from rapport.accounts.access import staff_view
from rapport.accounts.requests import StaffRequest
from rapport.clients.models import Client
from rapport.lib.refusal import Refused
from rapport.projects.forms import SplitForm
from rapport.projects.models import Project, Task
from rapport.projects.operations import splitting
from rapport.projects.operations.projects import KeyTaken
from rapport.projects.permissions import MANAGE_PROJECTS
from rapport.projects.queries.keys import free_key
from rapport.projects.queries.transfers import Preview, preview
from rapport.projects.views.loading import project_of, project_page, tasks_named, undo_url
from rapport.ui.toasts import toast


@staff_view(MANAGE_PROJECTS, methods=("GET", "POST"))
def page(request: StaffRequest, key: str) -> HttpResponse:
    """Say what the new project is; see what will happen; with «begin» do it."""
    project = project_of(request, key)
    said = request.POST if request.method == "POST" else request.GET
    tasks = tasks_named(project, said.getlist("task"))
    if not tasks:
        back = redirect("projects.board", slug=request.workspace.slug, key=key)
        return toast(request, back, _("Choose the tasks first, here or in the plan."), tone="bad")
    form = _form(request, project, tasks)
    if not form.is_bound or not form.is_valid():
        return _show(request, project, tasks, form)
    if request.POST.get("step") == "begin":
        return _begin(request, project, tasks, form)
    return _show(request, project, tasks, form, _foreseen(project, tasks, form))


def _form(request: StaffRequest, project: Project, tasks: list[Task]) -> SplitForm:
    """Bound once something of the new project was sent."""
    sent = {name: request.POST[name] for name in SplitForm.base_fields if name in request.POST}
    clients = Client.objects.visible_to(request.reader).live().select_related("workspace")
    form = SplitForm(
        sent or None, clients=clients.order_by("name"), source=project,
        key=free_key(request.workspace, tasks[0].name),
    )  # fmt: skip
    form.initial["name"] = tasks[0].name[:200]
    return form


def _foreseen(project: Project, tasks: list[Task], form: SplitForm) -> Preview:
    """As if the project were there already."""
    said = form.cleaned_data
    new = Project(
        workspace=project.workspace, client=said["client"], name=said["name"],
        visibility=said["visibility"],
    )  # fmt: skip
    return preview(project, new, tasks)


def _begin(
    request: StaffRequest, project: Project, tasks: list[Task], form: SplitForm
) -> HttpResponse:
    client = form.cleaned_data["client"]
    try:
        made, act = splitting.split(
            project, tasks, form.details(), client, by=request.member, at=now()
        )
    except KeyTaken as refusal:
        form.add_error("key", str(refusal))
        return _show(request, project, tasks, form)
    except Refused:
        return _show(request, project, tasks, form, _foreseen(project, tasks, form))
    response = redirect("projects.project", slug=request.workspace.slug, key=made.key)
    said = _("%(project)s has begun.") % {"project": made.name}
    return toast(request, response, said, undo=undo_url(request, project, act))


def _show(
    request: StaffRequest,
    project: Project,
    tasks: list[Task],
    form: SplitForm,
    foreseen: Preview | None = None,
) -> HttpResponse:
    context: dict[str, Any] = project_page(request, project, "") | {
        "tasks": tasks,
        "form": form,
        "preview": foreseen,
    }
    is_wrong = form.is_bound and (bool(form.errors) or bool(foreseen and foreseen.refusal))
    return render(request, "projects/split.html", context, status=422 if is_wrong else 200)
