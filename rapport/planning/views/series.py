"""How a task comes back: its page, where it ends, and the way back from each act."""

from datetime import date

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _

from rapport.accounts.access import staff_view
from rapport.accounts.requests import StaffRequest
from rapport.lib.refusal import Refused
from rapport.planning.models import PlanState, TaskSeries
from rapport.planning.operations import series as operations
from rapport.planning.queries.coming_back import part_of
from rapport.planning.queries.days import day_of
from rapport.planning.queries.series import Effect, NoDays, effect
from rapport.planning.series_forms import SeriesForm, filled, proposed
from rapport.projects.models import Task
from rapport.projects.permissions import WORK_ON_TASKS
from rapport.projects.queries.people import assignable
from rapport.projects.views.loading import project_page, task_of
from rapport.resourcing.days import today_of
from rapport.ui.toasts import toast

SHOWN = 12


@staff_view(WORK_ON_TASKS, methods=("GET", "POST"))
def page(request: StaffRequest, key: str, number: int) -> HttpResponse:
    """How a task comes back, and what saying so would do; with `?unit=` what another rule would."""
    task = task_of(request, key, number)
    part = part_of(task)
    if part is not None:
        above = part.series.summary.number
        return redirect("planning.series", slug=request.workspace.slug, key=key, number=above)
    found = _series_of(task)
    today = today_of(request.workspace, at=now())
    asked = request.GET if "unit" in request.GET else None
    ends = _end_of_plan(task)
    known = found or proposed(task, _first_day(task, today), ends)
    form = SeriesForm(
        request.POST or asked, people=assignable(request.reader), initial=filled(known)
    )
    refusal = _refusal(task) if found is None else ""
    if request.POST and not refusal and form.is_valid():
        try:
            return _said(request, task, found, form.series())
        except Refused as refused:
            form.add_error(None, str(refused))
    does = None if refusal else _effect(task, found, form, known, today)
    longer = found is None and isinstance(does, Effect) and ends and does.days[-1] > ends
    context = project_page(request, task.project, "planning.plan") | {
        "task": task, "series": found, "form": form, "refusal": refusal, "effect": does,
        "ends": ends if longer else None, "shown": SHOWN,
    }  # fmt: skip
    return render(request, "planning/series.html", context, status=422 if request.POST else 200)


@staff_view(WORK_ON_TASKS, methods=("POST",))
def end(request: StaffRequest, key: str, number: int) -> HttpResponse:
    """Let a series end today."""
    task = task_of(request, key, number)
    found = _series_of(task)
    back = _back(request, task)
    if found is None:
        return toast(request, back, _("This task does not come back."), tone="bad")
    today = today_of(request.workspace, at=now())
    try:
        act = operations.end(found, today, by=request.member, at=now())
    except Refused as refusal:
        return toast(request, back, str(refusal), tone="bad")
    if act is None:
        return back
    said = _("“%(name)s” does not come back any more.") % {"name": found.name}
    return toast(request, back, said, undo=_undo_url(request, task, act))


@staff_view(WORK_ON_TASKS, methods=("POST",))
def undo(request: StaffRequest, key: str, number: int, act: int) -> HttpResponse:
    """Take back one's own last act on a series."""
    task = task_of(request, key, number)
    try:
        operations.undo(task, act, by=request.member, at=now())
    except Refused as refusal:
        return HttpResponse(str(refusal), status=409, content_type="text/plain; charset=utf-8")
    return HttpResponse(status=204) if request.htmx else _back(request, task)


def _said(
    request: StaffRequest, task: Task, found: TaskSeries | None, said: TaskSeries
) -> HttpResponse:
    member, back = request.member, _back(request, task)
    if found is None:
        act: int | None = operations.start(task, said, by=member, at=now())
        told = _("“%(name)s” comes back.") % {"name": said.name}
    else:
        act = operations.change(found, said, by=member, at=now())
        told = _("“%(name)s” comes back otherwise now.") % {"name": said.name}
    if act is None:
        return toast(request, back, _("Nothing had to be changed."))
    return toast(request, back, told, undo=_undo_url(request, task, act))


def _effect(
    task: Task, found: TaskSeries | None, form: SeriesForm, known: TaskSeries, today: date
) -> Effect | str:
    """What it would do; a sentence, or nothing, where that cannot be said."""
    if form.is_bound and not form.is_valid():
        return ""
    said = form.series() if form.is_bound else known
    try:
        return effect(task.project, said, found, today=today)
    except NoDays as refusal:
        return str(refusal)


def _end_of_plan(task: Task) -> date | None:
    ends = PlanState.objects.filter(project=task.project).values_list("finish", flat=True)
    return day_of(ends.first(), task.workspace)


def _refusal(task: Task) -> str:
    try:
        operations.require_repeatable(task)
    except Refused as refusal:
        return str(refusal)
    return ""


def _series_of(task: Task) -> TaskSeries | None:
    rows = TaskSeries.objects.filter(summary=task).select_related("assignee__user")
    found: TaskSeries | None = rows.first()
    if found is not None:
        found.summary = task
    return found


def _first_day(task: Task, today: date) -> date:
    """The day a task is planned for, if that is still to come."""
    row = getattr(task, "schedule", None)
    start = day_of(row.start, task.workspace) if row else None
    return max(start or today, today)


def _undo_url(request: StaffRequest, task: Task, act: int) -> str:
    names = {"slug": request.workspace.slug, "key": task.project.key, "number": task.number}
    return reverse("planning.series_undo", kwargs=names | {"act": act})


def _back(request: StaffRequest, task: Task) -> HttpResponse:
    slug = request.workspace.slug
    return redirect("projects.task", slug=slug, key=task.project.key, number=task.number)
