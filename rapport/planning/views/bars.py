"""What people draw on the Gantt and write into its cells."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.utils.timezone import now
from django.utils.translation import gettext as _

from rapport.accounts.access import staff_view
from rapport.accounts.requests import StaffRequest
from rapport.lib.refusal import Refused
from rapport.planning.operations import dragging, scheduling
from rapport.planning.operations.dragging import Drawn
from rapport.planning.operations.rows import Row
from rapport.planning.queries.gantt import bars, links, moved_bars
from rapport.planning.queries.outlined import plan_rows
from rapport.planning.queries.why import reasons
from rapport.planning.views.task import timing_undo_url
from rapport.projects.models import Dependency, Project, Task
from rapport.projects.operations import dependencies
from rapport.projects.permissions import WORK_ON_TASKS
from rapport.projects.views.loading import task_named, task_of, undo_url
from rapport.ui.toasts import toast

IN_FULL = 60  # bars; a page lists twelve of those that moved, and why

DRAWN: dict[str, Callable[..., Drawn | None]] = {
    "start": dragging.start_at,
    "finish": dragging.finish_at,
}


@staff_view(WORK_ON_TASKS, methods=("POST",))
def bar(request: StaffRequest, key: str, number: int) -> HttpResponse:
    """Move a bar (`start`) or its end (`finish`), local minutes; answers what changed."""
    task = task_of(request, key, number)
    names = [name for name in request.POST if name != "csrfmiddlewaretoken"]
    act = DRAWN.get(names[0]) if len(names) == 1 else None
    moment = _moment(request.POST.get(names[0], "")) if act else None
    if act is None or moment is None:
        return JsonResponse({"error": _("This is no date of a task.")}, status=400)
    try:
        with scheduling.watched() as changed:
            done = act(task, moment, by=request.member, at=now())
    except Refused as refusal:
        return JsonResponse({"error": str(refusal)}, status=422)
    response = JsonResponse(_changed(task.project, changed, task))
    if done is None:
        return response
    address = timing_undo_url(request, task, done.act) if done.is_timing else ""
    undo = address or undo_url(request, task.project, done.act)
    return toast(request, response, _("%(task)s moved.") % {"task": task.name}, undo=undo)


@staff_view(WORK_ON_TASKS, methods=("POST",))
def link(request: StaffRequest, key: str, number: int) -> HttpResponse:
    """Let another task (`to`) wait for this one; answers what changed and all links."""
    task = task_of(request, key, number)
    successor = task_named(task.project, request.POST.get("to", ""))
    kind = request.POST.get("kind", "FS")
    if successor is None or kind not in Dependency.Kind.values:
        return JsonResponse({"error": _("Choose the task that follows.")}, status=400)
    try:
        with scheduling.watched() as changed:
            dependencies.link(task, successor, kind=kind, by=request.member, at=now())
    except Refused as refusal:
        return JsonResponse({"error": str(refusal)}, status=422)
    drawn = links(task.project, plan_rows(task.project))
    return JsonResponse(_changed(task.project, changed, successor) | {"links": drawn})


def _changed(project: Project, changed: Mapping[int, Row], task: Task) -> dict[str, Any]:
    """The bars of the changed tasks, each with the reason of its dates; what a summary has done is
    left as it was. Of very many, those beyond the first say only where they stand now."""
    first = {task.pk, *sorted(changed)[:IN_FULL]}
    answer: dict[str, Any] = {"tasks": _in_full(project, first)}
    if rest := {pk: row for pk, row in changed.items() if pk not in first}:
        answer["moved"] = moved_bars(project, rest)
    return answer


def _in_full(project: Project, changed: set[int]) -> list[dict[str, Any]]:
    found = plan_rows(project, only=changed)
    drawn, why = bars(found, editable=True), reasons(project, found)
    for row, shown in zip(found, drawn, strict=True):
        shown["why"] = why[row.pk]
        if row.summary:
            del shown["percent"]
    return drawn


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    sensible = moment.tzinfo is None and 1990 <= moment.year <= 2100
    return moment if sensible else None
