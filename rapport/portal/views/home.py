"""The first page, one project, and the way out."""

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from rapport.delivery.models import Deliverable
from rapport.lib.reader import Detail
from rapport.planning.queries.shown_work import pieces
from rapport.portal.access import portal_view
from rapport.portal.queries.needs import needs
from rapport.portal.queries.standing import standings
from rapport.portal.queries.work import steps
from rapport.portal.requests import PortalRequest
from rapport.portal.session import end_session
from rapport.projects.models import Project
from rapport.reports.models import ReportRecipient

LATEST = 3


@portal_view()
def home(request: PortalRequest) -> HttpResponse:
    """What we need from them, where their projects stand, the latest report."""
    projects = list(
        Project.objects.visible_to(request.reader)
        .exclude(state=Project.State.DONE)
        .select_related("lead__user")
        .order_by("name")
    )
    found = standings(projects, request.reader)
    context = {
        "needs": needs(request.contact),
        "projects": [(project, found[project.pk]) for project in projects],
        "done": Project.objects.visible_to(request.reader)
        .filter(state=Project.State.DONE)
        .order_by("name"),
        "reports": reports_of(request)[:LATEST],
        "team": list(dict.fromkeys(project.lead for project in projects if project.lead)),
    }
    return render(request, "portal/home.html", context)


@portal_view()
def project(request: PortalRequest, key: str) -> HttpResponse:
    """Where one project stands, as deep as they chose to read."""
    rows = Project.objects.visible_to(request.reader).select_related("lead__user")
    found = get_object_or_404(rows, key=key)
    shown = pieces(found, request.reader)
    context = {
        "project": found,
        "standing": standings([found], request.reader)[found.pk],
        "needs": needs(request.contact, found),
        "steps": steps(shown),
        "pieces": shown if request.reader.detail >= Detail.TASKS else [],
        "in_full": request.reader.detail == Detail.EVERYTHING,
        "deliverables": Deliverable.objects.visible_to(request.reader)
        .filter(project=found)
        .order_by("-turn_since"),
        "reports": reports_of(request).filter(report__project=found)[:LATEST],
    }
    return render(request, "portal/project.html", context)


@portal_view(methods=("POST",))
def sign_out(request: PortalRequest) -> HttpResponse:
    """End this session."""
    end_session(request, request.workspace.pk)
    return redirect("portal.sign_in", slug=request.workspace.slug)


def reports_of(request: PortalRequest) -> QuerySet[ReportRecipient]:
    """The reports sent to this very person, the newest first."""
    rows: QuerySet[ReportRecipient] = ReportRecipient.objects.filter(contact=request.contact)
    rows = rows.filter(report__binned_at=None)
    sent = rows.exclude(report__sent_at=None).select_related("report__project", "pdf")
    return sent.order_by("-report__sent_at", "-pk")
