"""Bring a plan in: upload, look at the rehearsal, match people and columns, take over."""

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _

from rapport.accounts.access import staff_view
from rapport.accounts.requests import StaffRequest
from rapport.clients.models import Client
from rapport.files.operations import files
from rapport.integrations.planfiles import errorfile
from rapport.integrations.planfiles.records import Refusal
from rapport.lib.refusal import Refused
from rapport.planning import wording
from rapport.planning.forms import ImportForm
from rapport.planning.meanings import DATE_ORDER, MEANINGS, ORDERS
from rapport.planning.models import PlanImport
from rapport.planning.operations import plan_import
from rapport.planning.operations.plan_import import NewImport
from rapport.planning.permissions import IMPORT_PLANS
from rapport.planning.reading import reads_native
from rapport.planning.written_calendar import Written, read_days
from rapport.projects.models import Project
from rapport.projects.queries.people import assignable
from rapport.ui.toasts import toast

AT_ONCE = 1_000  # tasks; more are taken over by the worker


@staff_view(IMPORT_PLANS, methods=("GET", "POST"))
def upload(request: StaffRequest) -> HttpResponse:
    """Choose a file and where it goes; the rehearsal follows at once."""
    form = _form(request)
    if request.POST and form.is_valid():
        try:
            made = _rehearse(request, form)
            return redirect("planning.import_page", slug=request.workspace.slug, number=made.number)
        except Refused as refusal:
            form.add_error("file", str(refusal))
        except OSError as error:
            said = _("The file could not be kept: %(why)s. Nothing was changed.")
            form.add_error("file", said % {"why": error.strerror or error})
    earlier = PlanImport.objects.select_related("file", "project", "by__user").order_by("-number")
    context = {"form": form, "earlier": earlier[:10], "reads_native": reads_native()}
    return render(request, "planning/upload.html", context, status=422 if request.POST else 200)


def _form(request: StaffRequest) -> ImportForm:
    projects = Project.objects.visible_to(request.reader).live()
    clients = Client.objects.visible_to(request.reader).live().select_related("workspace")
    form = ImportForm(
        request.POST or None,
        request.FILES or None,
        projects=projects.select_related("workspace", "client__workspace").order_by("name"),
        clients=clients.order_by("name"),
    )
    form.initial = {
        name: request.GET[name] for name in ("project", "client") if name in request.GET
    }
    return form


def _rehearse(request: StaffRequest, form: ImportForm) -> PlanImport:
    said, sent = form.cleaned_data, form.cleaned_data["file"]
    by, at = request.member, now()
    file = files.store(request.workspace, name=sent.name, content=sent, by=by, at=at)
    new = NewImport(file, said["client"], said["project"], wishes=form.wishes())
    return plan_import.rehearse_soon(request.workspace, new, by=by, at=at)


@staff_view(IMPORT_PLANS)
def page(request: StaffRequest, number: int) -> HttpResponse:
    """What the file will bring, or brought."""
    found = _import(number)
    members = list(assignable())
    context: dict[str, Any] = {
        "made": found,
        "summary": found.summary,
        "people": sorted(found.people.items(), key=lambda item: item[0].casefold()),
        "members": members,
        "starts_on": _day(found.summary.get("starts_on")),
        "finish": _day(found.summary.get("finish")),
        "is_reading": found.state == PlanImport.State.READING,
        "is_waiting": found.state in (PlanImport.State.READING, PlanImport.State.WORKING),
        "is_open": found.state in (PlanImport.State.READ, PlanImport.State.FAILED),
        "is_read": "tasks" in found.summary and found.state != PlanImport.State.READING,
        "is_table": "header" in found.summary,
        "columns": _columns(found),
        "orders": ORDERS.items(),
        "calendars": [(one, _week(one["days"])) for one in found.summary.get("calendars", ())],
        "order": found.mapping.get(DATE_ORDER, ""),
        "refusals": found.refusals[:50],
    }
    return render(request, "planning/import.html", context)


@staff_view(IMPORT_PLANS, methods=("POST",))
def people(request: StaffRequest, number: int) -> HttpResponse:
    """Say which member each name in the file means."""
    found = _import(number)
    known = {str(member.pk): member.pk for member in assignable()}
    names = list(found.people)
    chosen: dict[str, int | None] = {}
    for n, name in enumerate(sorted(names, key=str.casefold)):
        said = request.POST.get(f"person-{n}", "")
        if said and said not in known:
            return HttpResponse(status=404)
        chosen[name] = known.get(said)
    return _again(request, found, lambda: _name(request, found, chosen))


def _name(request: StaffRequest, found: PlanImport, chosen: dict[str, int | None]) -> None:
    plan_import.name_people(found, chosen, by=request.member, at=now())


@staff_view(IMPORT_PLANS, methods=("POST",))
def columns(request: StaffRequest, number: int) -> HttpResponse:
    """Say which column of a table means what."""
    found = _import(number)
    header = found.summary.get("header", [])
    chosen = {field: request.POST.get(field, "") for field in MEANINGS}
    order = request.POST.get(DATE_ORDER, "")
    if order not in ORDERS or not set(chosen.values()) <= {"", *header}:
        return HttpResponse(status=400)
    mapping = {field: column for field, column in chosen.items() if column}
    if order:
        mapping[DATE_ORDER] = order
    return _again(request, found, lambda: _map(request, found, mapping))


def _map(request: StaffRequest, found: PlanImport, mapping: dict[str, str]) -> None:
    plan_import.map_columns(found, mapping, by=request.member, at=now())


@staff_view(IMPORT_PLANS, methods=("POST",))
def application(request: StaffRequest, number: int) -> HttpResponse:
    """Take the plan over: at once, or by the worker when it is long."""
    found = _import(number)
    counts = found.summary.get("tasks")
    if counts is None:
        return _again(request, found, lambda: None)
    if counts["new"] + counts["changed"] > AT_ONCE:
        return _again(request, found, lambda: plan_import.ask(found, by=request.member, at=now()))
    try:
        project = plan_import.apply(found, by=request.member, at=now())
    except Refused as refusal:
        response = redirect("planning.import_page", slug=request.workspace.slug, number=number)
        return toast(request, response, str(refusal), tone="bad")
    return redirect("planning.plan", slug=request.workspace.slug, key=project.key)


@staff_view(IMPORT_PLANS)
def errors(request: StaffRequest, number: int) -> HttpResponse:
    """What is not taken over, as a CSV file."""
    found = _import(number)
    written = errorfile.write(Refusal(**refusal) for refusal in found.refusals)
    response = HttpResponse("\ufeff" + written, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="refused-{found.number}.csv"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text[:10]) if text else None


def _week(days: Written) -> str:
    """A week of the file in words; a day that follows another calendar is left out."""
    if all(periods is None for periods in days):
        return _("hours as in the calendar it is based on")
    return wording.week(read_days(days))


def _columns(found: PlanImport) -> list[tuple[str, Any, str, list[str]]]:
    """For each meaning: its name and words, the column it has, and those it may have."""
    header = found.summary.get("header")
    if not header:
        return []
    chosen = found.mapping or found.summary["proposal"]
    return [(name, words, chosen.get(name, ""), header) for name, words in MEANINGS.items()]


def _again(request: StaffRequest, found: PlanImport, act: Any) -> HttpResponse:
    response = redirect("planning.import_page", slug=request.workspace.slug, number=found.number)
    try:
        act()
    except Refused as refusal:
        return toast(request, response, str(refusal), tone="bad")
    return response


def _import(number: int) -> PlanImport:
    rows = PlanImport.objects.select_related(
        "workspace", "file", "project__workspace", "project__client__workspace", "client__workspace"
    )
    found: PlanImport = get_object_or_404(rows, number=number)
    return found
