"""One entry of my own: correct it, delete it, take it back."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _

from rapport.accounts.access import staff_view
from rapport.accounts.requests import StaffRequest
from rapport.lib.refusal import Refused
from rapport.timesheets.forms import EntryForm, filled
from rapport.timesheets.models import TimeEntry
from rapport.timesheets.models.time_entry import TimeEntryQuerySet
from rapport.timesheets.operations import entries
from rapport.timesheets.permissions import LOG_TIME
from rapport.timesheets.queries.weeks import name_of
from rapport.ui.toasts import toast


@staff_view(LOG_TIME, methods=("GET", "POST"))
def entry(request: StaffRequest, pk: int) -> HttpResponse:
    """Correct an entry."""
    found = _load(request, pk)
    if request.method != "POST":
        given = {"project": request.GET["project"]} if request.GET.get("project") else {}
        form = EntryForm(initial=filled(found) | given, reader=request.reader, fetch=request.path)
        return render(request, "timesheets/entry.html", {"entry": found, "form": form})
    form = EntryForm(request.POST, reader=request.reader, fetch=request.path)
    if form.is_valid():
        try:
            entries.change(found, form.entry(), by=request.member, at=now())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return toast(request, redirect(_week_url(request, found)), _("Saved."))
    return render(request, "timesheets/entry.html", {"entry": found, "form": form}, status=422)


@staff_view(LOG_TIME, methods=("POST",))
def deletion(request: StaffRequest, pk: int) -> HttpResponse:
    """Move an entry to the bin; Undo brings it back."""
    found = _load(request, pk)
    entries.delete(found, by=request.member, at=now())
    undo = reverse("time.restoration", kwargs={"slug": request.workspace.slug, "pk": found.pk})
    return toast(request, redirect(_week_url(request, found)), _("Deleted."), undo=undo)


@staff_view(LOG_TIME, methods=("POST",))
def restoration(request: StaffRequest, pk: int) -> HttpResponse:
    """Take an entry out of the bin again; what Undo calls."""
    found = get_object_or_404(_mine(request), pk=pk)
    entries.restore(found, by=request.member, at=now())
    if request.htmx:
        return HttpResponse(status=204, headers={"HX-Refresh": "true"})
    return toast(request, redirect(_week_url(request, found)), _("It is back."))


def _load(request: StaffRequest, pk: int) -> TimeEntry:
    found: TimeEntry = get_object_or_404(_mine(request).live(), pk=pk)
    return found


def _mine(request: StaffRequest) -> TimeEntryQuerySet:
    rows: TimeEntryQuerySet = TimeEntry.objects.visible_to(request.reader)
    return rows.filter(member=request.member).select_related("project", "task")


def _week_url(request: StaffRequest, found: TimeEntry) -> str:
    page = reverse("time", kwargs={"slug": request.workspace.slug})
    return f"{page}?week={name_of(found.day)}"
