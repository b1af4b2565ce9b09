"""The working time of a project: which calendar its plan counts in, and its calendars."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _

from rapport.accounts.access import staff_view
from rapport.accounts.requests import StaffRequest
from rapport.lib.keys import key_of
from rapport.lib.refusal import Refused
from rapport.planning import wording
from rapport.planning.calendar_forms import ExceptionForm, NewCalendarForm, calendar_form
from rapport.planning.models import PlanCalendar
from rapport.planning.operations import calendars, hours_acts
from rapport.planning.operations.calendars import CalendarGone
from rapport.planning.queries.frame import Frame, frame_of
from rapport.planning.written_calendar import read_days, read_exception
from rapport.projects.models import Project
from rapport.projects.permissions import MANAGE_PROJECTS, SEE_PROJECTS
from rapport.projects.views.loading import project_of, project_page
from rapport.ui.toasts import toast


@staff_view(SEE_PROJECTS)
def hours(request: StaffRequest, key: str) -> HttpResponse:
    """Which hours count, and the calendars there are."""
    return _list(request, project_of(request, key))


@staff_view(MANAGE_PROJECTS, methods=("POST",))
def choice(request: StaffRequest, key: str) -> HttpResponse:
    """Count the plan in another calendar; empty is the workspace's hours."""
    project = project_of(request, key)
    wanted = request.POST.get("calendar", "")
    calendar = _calendar(project, key_of(wanted)) if wanted else None
    try:
        act = calendars.choose(project, calendar, by=request.member, at=now())
    except Refused as refusal:
        return toast(request, _to_list(request, project), str(refusal), tone="bad")
    said, undo = _("The plan was dated anew."), _undo_url(request, project, act)
    return toast(request, _to_list(request, project), said, undo=undo)


@staff_view(MANAGE_PROJECTS, methods=("POST",))
def new(request: StaffRequest, key: str) -> HttpResponse:
    """A calendar of the project's own, which begins as the workspace's hours."""
    project = project_of(request, key)
    form = NewCalendarForm(request.POST)
    if not form.is_valid():
        return _list(request, project, form)
    name = form.cleaned_data["name"]
    try:
        made = calendars.create(project, name, by=request.member, at=now())
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _list(request, project, form)
    undo = _undo_url(request, project, hours_acts.last_upon(made))
    return toast(request, _to_one(request, made), _("Added."), undo=undo)


@staff_view(SEE_PROJECTS)
def calendar(request: StaffRequest, key: str, pk: int) -> HttpResponse:
    """One calendar: its week and what differs from it. One that is gone leads to the others."""
    project = project_of(request, key)
    if hours_acts.is_gone(project, pk):
        return _to_list(request, project)
    return _page(request, _calendar(project, pk))


@staff_view(MANAGE_PROJECTS, methods=("POST",))
def week(request: StaffRequest, key: str, pk: int) -> HttpResponse:
    """Set the name and the week of a calendar."""
    found = _calendar(project_of(request, key), pk)
    shown = frame_of(found.project).week(str(found.pk))
    form = calendar_form(request.POST, found.name, shown)
    if not form.is_valid():
        return _page(request, found, week=form)
    try:
        name = form.cleaned_data["name"]
        act = calendars.change(found, name, form.week(), by=request.member, at=now())
    except CalendarGone as gone:
        return _away(request, found.project, gone)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _page(request, found, week=form)
    undo = _undo_url(request, found.project, act)
    return toast(request, _to_one(request, found), _("Saved."), undo=undo)


@staff_view(MANAGE_PROJECTS, methods=("POST",))
def exceptions(request: StaffRequest, key: str, pk: int) -> HttpResponse:
    """Add days on which a calendar is worked otherwise."""
    found = _calendar(project_of(request, key), pk)
    form = ExceptionForm(request.POST)
    if not form.is_valid():
        return _page(request, found, exception=form)
    try:
        act = calendars.add_exception(found, form.exception(), by=request.member, at=now())
    except CalendarGone as gone:
        return _away(request, found.project, gone)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _page(request, found, exception=form)
    undo = _undo_url(request, found.project, act)
    return toast(request, _to_one(request, found), _("Added."), undo=undo)


@staff_view(MANAGE_PROJECTS, methods=("POST",))
def exception(request: StaffRequest, key: str, pk: int, place: int) -> HttpResponse:
    """Work as usual on these days after all; `first` makes sure that they are those meant."""
    found = _calendar(project_of(request, key), pk)
    listed, act = found.exceptions[place : place + 1], None
    try:
        if listed and listed[0]["first"] == request.POST.get("first"):
            act = calendars.remove_exception(found, listed[0], by=request.member, at=now())
    except CalendarGone as gone:
        return _away(request, found.project, gone)
    undo = _undo_url(request, found.project, act)
    return toast(request, _to_one(request, found), _("Removed."), undo=undo)


@staff_view(MANAGE_PROJECTS, methods=("POST",))
def removal(request: StaffRequest, key: str, pk: int) -> HttpResponse:
    """Do without a calendar."""
    found = _calendar(project_of(request, key), pk)
    try:
        act = calendars.remove(found, by=request.member, at=now())
    except Refused as refusal:
        return toast(request, _to_one(request, found), str(refusal), tone="bad")
    undo = _undo_url(request, found.project, act)
    return toast(request, _to_list(request, found.project), _("Removed."), undo=undo)


@staff_view(MANAGE_PROJECTS, methods=("POST",))
def undo(request: StaffRequest, key: str, act: int) -> HttpResponse:
    """Take back one's own act on the calendars."""
    project = project_of(request, key)
    try:
        hours_acts.undo(project, act, by=request.member, at=now())
    except Refused as refusal:
        return HttpResponse(str(refusal), status=409, content_type="text/plain; charset=utf-8")
    return HttpResponse(status=204) if request.htmx else _to_list(request, project)


def _away(request: StaffRequest, project: Project, gone: CalendarGone) -> HttpResponse:
    return toast(request, _to_list(request, project), str(gone), tone="bad")


def _calendar(project: Project, pk: int) -> PlanCalendar:
    rows = PlanCalendar.objects.filter(project=project).select_related("workspace")
    found: PlanCalendar = get_object_or_404(rows, pk=pk)
    found.project = project
    return found


def _list(
    request: StaffRequest, project: Project, form: NewCalendarForm | None = None
) -> HttpResponse:
    frame = frame_of(project)
    rows = PlanCalendar.objects.filter(project=project).select_related("base").order_by("pk")
    context = project_page(request, project, "planning.plan") | {
        "own": frame.own,
        "workspace_hours": wording.week(frame.definitions[0].days),
        "calendars": [(row, _said(row, frame), str(row.pk) == frame.own) for row in rows],
        "form": form or NewCalendarForm(),
        "rules": frame.rules,
    }
    return render(request, "planning/hours.html", context, status=422 if form else 200)


def _said(row: PlanCalendar, frame: Frame) -> str:
    return wording.week(frame.week(str(row.pk)))


def _page(request: StaffRequest, found: PlanCalendar, **failed: Any) -> HttpResponse:
    frame, today = frame_of(found.project), localdate()
    shown = frame.week(str(found.pk))
    context = project_page(request, found.project, "planning.plan") | {
        "calendar": found,
        "hours": wording.week(shown),
        "week": failed.get("week") or calendar_form(None, found.name, shown),
        "exception": failed.get("exception") or ExceptionForm(),
        "exceptions": [
            (one, wording.exception(read_exception(one), today)) for one in found.exceptions
        ],
        "weeks": [
            (one["first"], one["last"], wording.week(read_days(one["days"]))) for one in found.weeks
        ],
    }
    return render(request, "planning/calendar.html", context, status=422 if failed else 200)


def _undo_url(request: StaffRequest, project: Project, act: int | None) -> str:
    names = {"slug": request.workspace.slug, "key": project.key, "act": act}
    return "" if act is None else reverse("planning.hours_undo", kwargs=names)


def _to_list(request: StaffRequest, project: Project) -> HttpResponse:
    return redirect("planning.hours", slug=request.workspace.slug, key=project.key)


def _to_one(request: StaffRequest, found: PlanCalendar) -> HttpResponse:
    slug, key = request.workspace.slug, found.project.key
    return redirect("planning.calendar", slug=slug, key=key, pk=found.pk)
