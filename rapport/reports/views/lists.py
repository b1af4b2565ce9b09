"""Reports of the company, and of one project."""

from django.db.models import F
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now

from rapport.accounts.access import staff_view
from rapport.accounts.requests import StaffRequest
from rapport.projects.views.loading import project_of, project_page
from rapport.reports.models import StatusReport
from rapport.reports.operations import writing
from rapport.reports.permissions import SEE_REPORTS, WRITE_REPORTS
from rapport.ui.paging import paged

A_PAGE = 50


@staff_view(SEE_REPORTS)
def index(request: StaffRequest) -> HttpResponse:
    """The latest reports of all projects, drafts first."""
    rows = StatusReport.objects.visible_to(request.reader).live()
    rows = rows.select_related("project__client", "written_by__user")
    ordered = rows.order_by(F("sent_at").desc(nulls_first=True), "-created_at", "-pk")
    pages = paged(ordered, A_PAGE, request.GET.dict())
    context = pages | {
        "drafts": [report for report in pages["page"] if report.sent_at is None],
        "sent": [report for report in pages["page"] if report.sent_at is not None],
    }
    return render(request, "reports/index.html", context)


@staff_view(SEE_REPORTS)
def of_project(request: StaffRequest, key: str) -> HttpResponse:
    """The reports of one project."""
    project = project_of(request, key)
    rows = StatusReport.objects.visible_to(request.reader).live().filter(project=project)
    written = rows.select_related("project", "written_by__user").order_by("-number")
    context = project_page(request, project, "reports.of_project") | {
        **paged(written, A_PAGE, request.GET.dict()),
        "may_write": WRITE_REPORTS.held_by(request.member.role),
    }
    return render(request, "reports/of_project.html", context)


@staff_view(WRITE_REPORTS, methods=("POST",))
def new(request: StaffRequest, key: str) -> HttpResponse:
    """Begin a report, or go on with the draft there is."""
    project = project_of(request, key)
    report = writing.begin(project, today=localdate(), by=request.member, at=now())
    return redirect("reports.report", slug=request.workspace.slug, key=key, number=report.number)
