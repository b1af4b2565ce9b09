"""Work on the plan's table by hand: cells, links, rows and where they stand. One act each."""

import json
from collections.abc import Callable
from functools import partial
from typing import Any

from django.db import transaction
from django.http import HttpResponse, JsonResponse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rapport.accounts.access import staff_view
from rapport.accounts.requests import StaffRequest
from rapport.lib.refusal import Refused
from rapport.planning.operations import cells as planned_cells
from rapport.planning.queries.days_of_finish import finish_days
from rapport.planning.views.outline_cells import (
    MOST,
    ChangedMeanwhile,
    Reading,
    Written,
    shown_day,
)
from rapport.projects.models import Project, Task
from rapport.projects.operations import placing, tasks
from rapport.projects.operations.tasks import NewTask
from rapport.projects.operations.writing import waits_of
from rapport.projects.permissions import WORK_ON_TASKS
from rapport.projects.views.loading import project_of, task_named, task_of, tasks_named, undo_url
from rapport.projects.waits import shown
from rapport.ui.edits import changed_meanwhile
from rapport.ui.toasts import toast

STEPS: dict[str, Callable[..., int | None]] = {
    "in": placing.indent,
    "out": placing.outdent,
    "up": partial(placing.step, by_rows=-1),
    "down": partial(placing.step, by_rows=1),
}


@staff_view(WORK_ON_TASKS, methods=("POST",))
def cells(request: StaffRequest, key: str) -> HttpResponse:
    """Write many cells (`lines`, as JSON): [{number or null, cells, was}]."""
    project = project_of(request, key)
    sent = _sent(request.POST.get("lines", ""))
    if sent is None:
        return JsonResponse({"error": _("There is nothing to write.")}, status=400)
    if len(sent) > MOST:
        said = _("Paste at most %(n)d rows at once.") % {"n": MOST}
        return JsonResponse({"error": said}, status=422)
    numbers = [str(one["number"]) for one in sent if one.get("number") is not None]
    found = {task.number: task for task in tasks_named(project, numbers)}
    written = [
        Written(found.get(one.get("number") or 0), one["cells"], one.get("was") or {})
        for one in sent
    ]
    said = ngettext("%(n)d row written.", "%(n)d rows written.", len(sent)) % {"n": len(sent)}
    return _written(request, project, written, said, dict)


@staff_view(WORK_ON_TASKS, methods=("POST",))
def waits(request: StaffRequest, key: str, number: int) -> HttpResponse:
    """Write what a task waits for (`waits`), based on what it was (`was`)."""
    task = task_of(request, key, number)
    was = {"waits": request.POST["was"]} if "was" in request.POST else {}
    line = Written(task, {"waits": request.POST.get("waits", "")[:2_000]}, was)
    return _written(request, task.project, [line], _("Changed."), partial(_waits_now, task))


@staff_view(WORK_ON_TASKS, methods=("POST",))
def finish(request: StaffRequest, key: str, number: int) -> HttpResponse:
    """Write on which day a task ends (`finish`), based on what it was (`was`): it lasts so."""
    task = task_of(request, key, number)
    was = {"finish": request.POST["was"]} if "was" in request.POST else {}
    line = Written(task, {"finish": request.POST.get("finish", "")[:40]}, was)
    return _written(request, task.project, [line], _("Changed."), partial(_finish_now, task))


@staff_view(WORK_ON_TASKS, methods=("POST",))
def rows(request: StaffRequest, key: str) -> HttpResponse:
    """Add a task below another one (`after`), on its level; last without one."""
    project = project_of(request, key)
    after = task_named(project, request.POST.get("after", ""))
    parent = Task.objects.filter(pk=after.parent_id).first() if after else None
    new = NewTask(_("New task"), parent=parent, after=after)
    with transaction.atomic():
        task, act = tasks.added(project, new, by=request.member, at=now())
    response = JsonResponse({"number": task.number})
    return toast(request, response, _("Task added."), undo=undo_url(request, project, act))


@staff_view(WORK_ON_TASKS, methods=("POST",))
def place(request: StaffRequest, key: str, number: int) -> HttpResponse:
    """Move a row: `step` is in, out, up or down."""
    task = task_of(request, key, number)
    act = STEPS.get(request.POST.get("step", ""))
    if act is None:
        return JsonResponse({"error": _("There is no such step.")}, status=400)
    try:
        done = act(task, by=request.member, at=now())
    except Refused as refusal:
        return JsonResponse({"error": str(refusal)}, status=422)
    undo = undo_url(request, task.project, done) if done else ""
    return toast(request, JsonResponse({}), _("%(task)s moved.") % {"task": task.name}, undo=undo)


def _written(
    request: StaffRequest,
    project: Project,
    written: list[Written],
    said: str,
    answer: Callable[[], dict[str, Any]],
) -> HttpResponse:
    try:
        with transaction.atomic():
            Project.objects.select_for_update().filter(pk=project.pk).first()
            reading = Reading(project, request.reader)
            lines = reading.lines(written)
            ends = reading.ends(written, lines)
            act = planned_cells.write(project, lines, ends, by=request.member, at=now())
    except ChangedMeanwhile as other:
        return changed_meanwhile(other.text, other.value)
    except Refused as refusal:
        return JsonResponse({"error": str(refusal)}, status=422)
    undo = undo_url(request, project, act) if act else ""
    return toast(request, JsonResponse(answer()), said, undo=undo)


def _waits_now(task: Task) -> dict[str, Any]:
    text = shown(waits_of(task.project, [task.pk]).get(task.pk, []))
    return {"text": text or "—", "value": text}


def _finish_now(task: Task) -> dict[str, Any]:
    day = finish_days(task.project, [task.pk]).get(task.pk)
    return {"text": shown_day(day), "value": day.isoformat() if day else ""}


def _sent(text: str) -> list[dict[str, Any]] | None:
    """The lines as they were sent, if that is what they are."""
    try:
        lines = json.loads(text)
    except ValueError:
        return None
    is_list = isinstance(lines, list) and bool(lines)
    return lines if is_list and all(map(_is_line, lines)) else None


def _is_line(line: Any) -> bool:
    if not isinstance(line, dict) or not isinstance(line.get("cells"), dict):
        return False
    words = [*line["cells"].values(), *(line.get("was") or {}).values()]
    number = line.get("number")
    return (number is None or type(number) is int) and all(isinstance(one, str) for one in words)
