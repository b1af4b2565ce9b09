"""Several tasks at once, and undo."""

from collections.abc import Callable

from django.http import HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rapport.accounts.access import staff_view
from rapport.accounts.requests import StaffRequest
from rapport.lib.keys import key_of
from rapport.lib.refusal import Refused
from rapport.projects.models import Project, Task
from rapport.projects.operations import hands, progress, several
from rapport.projects.permissions import WORK_ON_TASKS
from rapport.projects.queries.people import assignable
from rapport.projects.tabs import page_of
from rapport.projects.views import transfer
from rapport.projects.views.loading import project_of, tasks_named, undo_url
from rapport.ui.toasts import toast

Act = Callable[[StaffRequest, Project, list[Task]], int | None]


@staff_view(WORK_ON_TASKS, methods=("POST",))
def bulk(request: StaffRequest, key: str) -> HttpResponse:
    """Set the state or the assignee of the checked tasks, or bin them: one act, one undo.

    To move them to another project takes a page of its own.
    """
    project = project_of(request, key)
    if request.POST.get("act") == "transfer":
        return transfer.ask(request, project, tasks_named(project, request.POST.getlist("task")))
    act = ACTS.get(request.POST.get("act", ""))
    if act is None:
        return HttpResponseBadRequest(_("There is no such act."), content_type="text/plain")
    chosen = tasks_named(project, request.POST.getlist("task"))
    done = act(request, project, chosen)
    said = ngettext("%(n)d task changed.", "%(n)d tasks changed.", len(chosen))
    response = _back(request, project)
    if done is None:
        return toast(request, response, _("Nothing had to be changed."))
    return toast(
        request, response, said % {"n": len(chosen)}, undo=undo_url(request, project, done)
    )


def _set_state(request: StaffRequest, project: Project, tasks: list[Task]) -> int | None:
    state = request.POST.get("state", "")
    if state not in Task.State.values:
        return None
    return progress.set_state_of(project, tasks, state, by=request.member, at=now())


def _assign(request: StaffRequest, project: Project, tasks: list[Task]) -> int | None:
    wanted = request.POST.get("assignee", "")
    member = get_object_or_404(assignable(request.reader), pk=key_of(wanted)) if wanted else None
    return hands.assign_all(project, tasks, member, by=request.member, at=now())


def _bin(request: StaffRequest, project: Project, tasks: list[Task]) -> int | None:
    return several.put_in_bin(project, tasks, by=request.member, at=now())


ACTS: dict[str, Act] = {"state": _set_state, "assignee": _assign, "bin": _bin}


@staff_view(WORK_ON_TASKS, methods=("POST",))
def undo(request: StaffRequest, key: str, act: int) -> HttpResponse:
    """Take back one's own act; the toast that offers it loads the page anew."""
    project = project_of(request, key)
    try:
        several.undo(project, act, by=request.member, at=now())
    except Refused as refusal:
        return HttpResponse(str(refusal), status=409, content_type="text/plain; charset=utf-8")
    return HttpResponse(status=204) if request.htmx else _back(request, project)


def _back(request: StaffRequest, project: Project) -> HttpResponse:
    page = page_of(request.POST.get("back", ""), default="projects.board")
    return redirect(page, slug=request.workspace.slug, key=project.key)
