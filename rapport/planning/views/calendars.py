"""The working time of a project: which calendar its plan counts in, and its calendars."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _

from rapport.accounts.access import staff_view
from rapport.accounts.requests import StaffRequest
from rapport.lib.keys import key_of
from rapport.lib.refusal import Refused
from rapport.planning import wording
from rapport.planning.calendar_forms import ExceptionForm, NewCalendarForm, calendar_form
from rapport.planning.models import PlanCalendar
from rapport.planning.operations import calendars
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
        calendars.choose(project, calendar, by=request.member, at=now())
    except Refused as refusal:
        return toast(request, _to_list(request, project), str(refusal), tone="bad")
    return toast(request, _to_list(request, project), _("The plan was dated anew."))


@staff_view(MANAGE_PROJECTS, methods=("POST",))
def new(request: StaffRequest, key: str) -> HttpResponse:
    """A calendar of the project's own, which begins as the workspace's hours."""
    project = project_of(request, key)
    form = NewCalendarForm(request.POST)
    if not form.is_valid():
        return _list(request, project, form)
    name = form.cleaned_data["name"]
    made = calendars.create(project, name, by=request.member, at=now())
    return _to_one(request, made)


@staff_view(SEE_PROJECTS)
def calendar(request: StaffRequest, key: str, pk: int) -> HttpResponse:
    """One calendar: its week and what differs from it."""
    return _page(request, _calendar(project_of(request, key), pk))


@staff_view(MANAGE_PROJECTS, methods=("POST",))
def week(request: StaffRequest, key: str, pk: int) -> HttpResponse:
    """Set the name and the week of a calendar."""
    found = _calendar(project_of(request, key), pk)
    shown = frame_of(found.project).week(str(found.pk))
    form = calendar_form(request.POST, found.name, shown)
    if not form.is_valid():
        return _page(request, found, week=form)
    try:
        calendars.rename(found, form.cleaned_data["name"], by=request.member, at=now())
        calendars.set_week(found, form.week(), by=request.member, at=now())
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _page(request, found, week=form)
    return toast(request, _to_one(request, found), _("Saved."))


@staff_view(MANAGE_PROJECTS, methods=("POST",))
def exceptions(request: StaffRequest, key: str, pk: int) -> HttpResponse:
    """Add days on which a calendar is worked otherwise."""
    found = _calendar(project_of(request, key), pk)
    form = ExceptionForm(request.POST)
    if not form.is_valid():
        return _page(request, found, exception=form)
    try:
        calendars.add_exception(found, form.exception(), by=request.member, at=now())
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _page(request, found, exception=form)
    return toast(request, _to_one(request, found), _("Added."))


@staff_view(MANAGE_PROJECTS, methods=("POST",))
def exception(request: StaffRequest, key: str, pk: int, place: int) -> HttpResponse:
    """Work as usual on these days after all; `first` makes sure that they are those meant."""
    found = _calendar(project_of(request, key), pk)
    listed = found.exceptions[place : place + 1]
    if listed and listed[0]["first"] == request.POST.get("first"):
        calendars.remove_exception(found, listed[0], by=request.member, at=now())
    return toast(request, _to_one(request, found), _("Removed."))


@staff_view(MANAGE_PROJECTS, methods=("POST",))
def removal(request: StaffRequest, key: str, pk: int) -> HttpResponse:
    """Do without a calendar."""
    found = _calendar(project_of(request, key), pk)
    try:
        calendars.remove(found, by=request.member, at=now())
    except Refused as refusal:
        return toast(request, _to_one(request, found), str(refusal), tone="bad")
    return toast(request, _to_list(request, found.project), _("Removed."))


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


def _to_list(request: StaffRequest, project: Project) -> HttpResponse:
    return redirect("planning.hours", slug=request.workspace.slug, key=project.key)


def _to_one(request: StaffRequest, found: PlanCalendar) -> HttpResponse:
    slug, key = request.workspace.slug, found.project.key
    return redirect("planning.calendar", slug=slug, key=key, pk=found.pk)
