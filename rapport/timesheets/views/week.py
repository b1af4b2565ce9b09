"""My week, and the time on a project or task."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from rapport.accounts.access import staff_view
from rapport.accounts.requests import StaffRequest
from rapport.lib.refusal import Refused
from rapport.projects.models import Project, Task
from rapport.timesheets.forms import EntryForm
from rapport.timesheets.models import TimeEntry
from rapport.timesheets.operations import entries
from rapport.timesheets.permissions import LOG_TIME, SEE_TIME, SEE_WEEKS
from rapport.timesheets.queries import weeks
from rapport.ui.toasts import toast

GIVEN = ("project", "task", "day", "minutes", "note")


@staff_view(LOG_TIME, methods=("GET", "POST"))
def week(request: StaffRequest) -> HttpResponse:
    """What I did this week; log more of it."""
    fetch = reverse("time", kwargs={"slug": request.workspace.slug})
    if request.method != "POST":
        given = {name: request.GET[name] for name in GIVEN if request.GET.get(name)}
        initial = {"day": timezone.localdate(), **given}
        form = EntryForm(initial=initial, reader=request.reader, fetch=fetch)
        return render(request, "timesheets/week.html", _week(request, form))
    form = EntryForm(request.POST, reader=request.reader, fetch=fetch)
    if form.is_valid():
        try:
            entry = entries.log(form.entry(), by=request.member, at=timezone.now())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return toast(
                request, redirect(f"{fetch}?week={weeks.name_of(entry.day)}"), _("Logged.")
            )
    return render(request, "timesheets/week.html", _week(request, form), status=422)


@staff_view(SEE_TIME)
def of_project(request: StaffRequest, key: str) -> HttpResponse:
    """The part of a project's page that shows the time spent on it."""
    project = get_object_or_404(Project.objects.visible_to(request.reader), key=key)
    spent = weeks.on_project(project, TimeEntry.objects.visible_to(request.reader).live())
    context = {"spent": spent, "project": project, "may_log": LOG_TIME.held_by(request.member.role)}
    return render(request, "timesheets/panel.html", context)


@staff_view(SEE_TIME)
def of_task(request: StaffRequest, key: str, number: int) -> HttpResponse:
    """The part of a task's page that shows the time spent on it."""
    rows = Task.objects.visible_to(request.reader).select_related("project")
    task = get_object_or_404(rows, project__key=key, number=number)
    spent = weeks.on_task(task, TimeEntry.objects.visible_to(request.reader).live())
    context = {"spent": spent, "project": task.project, "task": task}
    context["may_log"] = LOG_TIME.held_by(request.member.role)
    return render(request, "timesheets/panel.html", context)


def _week(request: StaffRequest, form: EntryForm) -> dict[str, Any]:
    monday = weeks.monday_of(request.GET.get("week", ""), today=timezone.localdate())
    return {
        "week": weeks.week_of(request.member, monday),
        "here": reverse("time", kwargs={"slug": request.workspace.slug}),
        "form": form,
        "may_see_others": SEE_WEEKS.held_by(request.member.role),
    }
