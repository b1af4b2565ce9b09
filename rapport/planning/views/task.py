"""What the plan says of one task, on the task's page, and the finer points people set there."""

import json
from collections.abc import Callable

from django.http import HttpResponse, HttpResponseBadRequest, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _

from rapport.accounts.access import staff_view
from rapport.accounts.requests import StaffRequest
from rapport.lib.keys import key_of
from rapport.lib.refusal import Refused
from rapport.planning.models import PlanCalendar
from rapport.planning.operations import dragging, timings
from rapport.planning.queries.coming_back import coming_back
from rapport.planning.queries.finer_points import finer_points, pause_in_words, typed_pauses
from rapport.planning.queries.outlined import plan_rows
from rapport.planning.queries.why import reasons
from rapport.projects.durations import Length, length_of, minutes_of, written
from rapport.projects.models import Task
from rapport.projects.permissions import SEE_PROJECTS, WORK_ON_TASKS
from rapport.projects.views.loading import task_of
from rapport.ui.toasts import toast
from rapport.ui.words import length_in_words, working_duration

ACTS: dict[str, Callable[..., int | None]] = {
    "fix": dragging.fix,
    "release": timings.release,
    "leave_out": timings.leave_out,
    "take_back_in": timings.take_back_in,
    "go_on": timings.go_on_without_pauses,
    "share_evenly": timings.share_evenly,
    "ignore_people": timings.ignore_people,
    "heed_people": timings.heed_people,
}


@staff_view(SEE_PROJECTS)
def panel(request: StaffRequest, key: str, number: int) -> HttpResponse:
    """Start, finish, slack, why then, and what else decides its dates."""
    task = task_of(request, key, number)
    row = plan_rows(task.project, only=[task.pk])[0]
    points, may_work = finer_points(task), WORK_ON_TASKS.held_by(request.member.role)
    may_set_pauses = may_work and not points.shares and not task.is_elapsed
    context = {
        "row": row,
        "why": reasons(task.project, [row])[row.pk],
        "task": task,
        "points": points,
        "delay": written(Length(round(points.delay), is_elapsed=True)) if points.delay else "",
        "least": written(Length(round(points.least))) if points.least else "",
        "most": written(Length(round(points.most))) if points.most else "",
        "calendars": json.dumps(points.calendars),
        "may_work": may_work,
        "may_set_pauses": may_set_pauses,
        "is_paused": points.resumes or (points.pauses and not may_set_pauses),
        "coming": coming_back(task, has_parts=row.summary),
    }
    return render(request, "planning/task.html", context)


@staff_view(WORK_ON_TASKS, methods=("POST",))
def timing(request: StaffRequest, key: str, number: int) -> HttpResponse:
    """Set the calendar of a task, or its delay, in place."""
    task = task_of(request, key, number)
    names = [name for name in request.POST if name not in ("csrfmiddlewaretoken", "was")]
    edit = EDITS.get(names[0]) if len(names) == 1 else None
    if edit is None:
        return JsonResponse({"error": _("There is no such field.")}, status=400)
    try:
        done, answer = edit(request, task)
    except Refused as refusal:
        return JsonResponse({"error": str(refusal)}, status=422)
    response = JsonResponse(answer)
    if done is None:
        return response
    return toast(request, response, _("Changed."), undo=timing_undo_url(request, task, done))


class NotUnderstood(Refused):
    """What was typed is no value of this field."""


Edited = tuple[int | None, dict[str, str]]


def _calendar(request: StaffRequest, task: Task) -> Edited:
    wanted = request.POST["calendar"]
    rows = PlanCalendar.objects.filter(project=task.project)
    found = rows.filter(pk=key_of(wanted)).first() if wanted else None
    if wanted and found is None:
        raise NotUnderstood(_("Choose one of the list."))
    done = timings.use_calendar(task, found, by=request.member, at=now())
    return done, {"text": found.name if found else _("that of the plan"), "value": wanted}


def _delay(request: StaffRequest, task: Task) -> Edited:
    said = request.POST["delay"].strip()
    try:
        length = length_of(said) if said else Length(0, is_elapsed=True)
        if length.minutes and not length.is_elapsed:
            raise ValueError(said)
    except ValueError as error:
        raise NotUnderstood(_("Write a delay like 3ed or 12eh.")) from error
    done = timings.set_delay(task, length.minutes, by=request.member, at=now())
    text = length_in_words(length.minutes, is_elapsed=True) if length.minutes else "—"
    return done, {"text": text, "value": written(length) if length.minutes else ""}


def _least(request: StaffRequest, task: Task) -> Edited:
    return _estimate(request, task, "least")


def _most(request: StaffRequest, task: Task) -> Edited:
    return _estimate(request, task, "most")


def _estimate(request: StaffRequest, task: Task, end: str) -> Edited:
    said = request.POST[end].strip()
    try:
        minutes = minutes_of(said) if said else None
    except ValueError as error:
        raise NotUnderstood(_("Write a duration like 3d or 4h.")) from error
    done = timings.estimate(task, by=request.member, at=now(), **{f"{end}_minutes": minutes})
    if minutes is None:
        return done, {"text": "—", "value": ""}
    return done, {"text": working_duration(minutes), "value": written(Length(minutes))}


def _pauses(request: StaffRequest, task: Task) -> Edited:
    """Each as when it begins and how long it is: 2d + 1w."""
    try:
        pauses = [_pause(text) for text in request.POST["pauses"].split(";") if text.strip()]
    except ValueError as error:
        raise NotUnderstood(_("Write when and for how long, like 2d + 1w; 4d + 3h.")) from error
    done = timings.pause(task, pauses, by=request.member, at=now())
    pauses.sort()
    text = "; ".join(pause_in_words(*pause) for pause in pauses) or "—"
    return done, {"text": text, "value": typed_pauses(pauses)}


def _pause(text: str) -> tuple[int, int]:
    after, gap = (minutes_of(part) for part in text.split("+"))
    if not gap:
        raise ValueError(text)
    return after, gap


EDITS = {
    "calendar": _calendar, "delay": _delay, "least": _least, "most": _most, "pauses": _pauses,
}  # fmt: skip


@staff_view(WORK_ON_TASKS, methods=("POST",))
def timing_act(request: StaffRequest, key: str, number: int) -> HttpResponse:
    """Do away with a pause, a fixed date, the shares of people; or leave the task out."""
    task = task_of(request, key, number)
    act = ACTS.get(request.POST.get("act", ""))
    if act is None:
        return HttpResponseBadRequest(_("There is no such act."), content_type="text/plain")
    try:
        done = act(task, by=request.member, at=now())
    except Refused as refusal:
        return toast(request, _back(request, task), str(refusal), tone="bad")
    if done is None:
        return _back(request, task)
    undo = timing_undo_url(request, task, done)
    return toast(request, _back(request, task), _("The plan was dated anew."), undo=undo)


@staff_view(WORK_ON_TASKS, methods=("POST",))
def timing_undo(request: StaffRequest, key: str, number: int, act: int) -> HttpResponse:
    """Take back one's own act on the timing of a task."""
    task = task_of(request, key, number)
    try:
        timings.undo(task, act, by=request.member, at=now())
    except Refused as refusal:
        return HttpResponse(str(refusal), status=409, content_type="text/plain; charset=utf-8")
    return HttpResponse(status=204) if request.htmx else _back(request, task)


def timing_undo_url(request: StaffRequest, task: Task, act: int) -> str:
    """Where a toast takes back an act on the timing of a task."""
    slug, key = request.workspace.slug, task.project.key
    names = {"slug": slug, "key": key, "number": task.number, "act": act}
    return reverse("planning.timing_undo", kwargs=names)


def _back(request: StaffRequest, task: Task) -> HttpResponse:
    slug = request.workspace.slug
    return redirect("projects.task", slug=slug, key=task.project.key, number=task.number)
