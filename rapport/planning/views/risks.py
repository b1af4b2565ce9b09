"""What may happen to a project: the risks that its promise dates reckon with."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _

from rapport.accounts.access import staff_view
from rapport.accounts.bin import undo_url
from rapport.accounts.requests import StaffRequest
from rapport.lib.refusal import Refused
from rapport.planning.models import Risk
from rapport.planning.operations import risks
from rapport.planning.permissions import NOTE_RISKS, SEE_COSTS, SEE_RISKS
from rapport.planning.queries.outlook import outlook_of
from rapport.planning.queries.risks import risks_of, shown_risk
from rapport.planning.risk_forms import RiskForm
from rapport.projects.models import Project
from rapport.projects.views.loading import project_of, project_page
from rapport.ui.toasts import toast


@staff_view(SEE_RISKS)
def index(request: StaffRequest, key: str) -> HttpResponse:
    """Every risk, and what each does to the date that can be promised."""
    project = project_of(request, key)
    found = outlook_of(project)
    context = project_page(request, project, "planning.plan") | {
        "risks": risks_of(project, found),
        "outlook": found,
        "is_awaited": found is not None and not found.is_fresh,
        "may_note": NOTE_RISKS.held_by(request.member.role),
        "sees_costs": SEE_COSTS.held_by(request.member.role),
    }
    template = "planning/risks.html#live" if request.htmx else "planning/risks.html"
    return render(request, template, context)


@staff_view(NOTE_RISKS, methods=("GET", "POST"))
def new(request: StaffRequest, key: str) -> HttpResponse:
    """Note a risk."""
    project = project_of(request, key)
    has_costs = SEE_COSTS.held_by(request.member.role)
    form = RiskForm(request.POST or None, project=project, has_costs=has_costs)
    if request.method == "GET":
        return _page(request, project, form)
    if not form.is_valid():
        return _page(request, project, form, status=422)
    try:
        made = risks.note(project, form.facts(), by=request.member, at=now())
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _page(request, project, form, status=422)
    said = _("“%(name)s” is noted.") % {"name": made.name}
    return toast(request, _to_list(request, project), said, undo=_removal(request, made))


@staff_view(SEE_RISKS)
def risk(request: StaffRequest, key: str, number: int) -> HttpResponse:
    """What was said of a risk."""
    found = _risk(request, key, number)
    return _page(request, found.project, _form(request, found), found)


@staff_view(NOTE_RISKS, methods=("POST",))
def change(request: StaffRequest, key: str, number: int) -> HttpResponse:
    """Say otherwise what may happen, or what would follow."""
    found = _risk(request, key, number)
    form = _form(request, found, request.POST)
    if not form.is_valid():
        return _page(request, found.project, form, found, status=422)
    act = risks.change(found, form.facts(), by=request.member, at=now())
    names = {"slug": request.workspace.slug, "key": key, "number": number, "act": act}
    undo = "" if act is None else reverse("planning.risk_undo", kwargs=names)
    return toast(request, _to_list(request, found.project), _("Saved."), undo=undo)


@staff_view(NOTE_RISKS, methods=("POST",))
def undo(request: StaffRequest, key: str, number: int, act: int) -> HttpResponse:
    """Take back one's own change."""
    found = _risk(request, key, number)
    try:
        risks.undo(found, act, by=request.member, at=now())
    except Refused as refusal:
        return HttpResponse(str(refusal), status=409, content_type="text/plain; charset=utf-8")
    return HttpResponse(status=204) if request.htmx else _to_list(request, found.project)


@staff_view(NOTE_RISKS, methods=("POST",))
def binning(request: StaffRequest, key: str, number: int) -> HttpResponse:
    """Put it into the bin; it can come back for 30 days."""
    found = _risk(request, key, number)
    risks.throw_away(found, by=request.member, at=now())
    if request.htmx:
        return HttpResponse(status=204)
    undo = undo_url(request.workspace, found)
    return toast(request, _to_list(request, found.project), _("In the bin."), undo=undo)


def _risk(request: StaffRequest, key: str, number: int) -> Risk:
    project = project_of(request, key)
    rows = Risk.objects.visible_to(request.reader).live().filter(project=project)
    found: Risk = get_object_or_404(rows.select_related("noted_by__user"), number=number)
    found.project = project
    return found


def _form(request: StaffRequest, found: Risk, data: object = None) -> RiskForm:
    has_costs = SEE_COSTS.held_by(request.member.role)
    return RiskForm(data, project=found.project, has_costs=has_costs, risk=found)


def _page(
    request: StaffRequest, project: Project, form: RiskForm, found: Risk | None = None,
    *, status: int = 200,
) -> HttpResponse:  # fmt: skip
    context = project_page(request, project, "planning.plan") | {
        "form": form,
        "risk": found,
        "shown": shown_risk(found, outlook_of(project)) if found else None,
        "may_note": NOTE_RISKS.held_by(request.member.role),
        "sees_costs": SEE_COSTS.held_by(request.member.role),
    }
    return render(request, "planning/risk.html", context, status=status)


def _removal(request: StaffRequest, made: Risk) -> str:
    names = {"slug": request.workspace.slug, "key": made.project.key, "number": made.number}
    return reverse("planning.risk_binning", kwargs=names)


def _to_list(request: StaffRequest, project: Project) -> HttpResponse:
    return redirect("planning.risks", slug=request.workspace.slug, key=project.key)
