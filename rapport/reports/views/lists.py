"""Reports of the company, and of one project."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now

from rapport.accounts.access import staff_view
from rapport.accounts.requests import StaffRequest
from rapport.projects.views.loading import project_of, project_page
from rapport.reports.models import StatusReport
from rapport.reports.operations import writing
from rapport.reports.permissions import SEE_REPORTS, WRITE_REPORTS

PAGE = 50


@staff_view(SEE_REPORTS)
def index(request: StaffRequest) -> HttpResponse:
    """The latest reports of all projects, drafts first."""
    rows = StatusReport.objects.visible_to(request.reader).live()
    rows = rows.select_related("project__client", "written_by__user")
    context = {
        "drafts": rows.filter(sent_at=None).order_by("-created_at")[:PAGE],
        "sent": rows.exclude(sent_at=None).order_by("-sent_at")[:PAGE],
    }
    return render(request, "reports/index.html", context)


@staff_view(SEE_REPORTS)
def of_project(request: StaffRequest, key: str) -> HttpResponse:
    """The reports of one project."""
    project = project_of(request, key)
    rows = StatusReport.objects.visible_to(request.reader).live().filter(project=project)
    context = project_page(request, project, "reports.of_project") | {
        "reports": rows.select_related("written_by__user").order_by("-number")[:PAGE],
        "may_write": WRITE_REPORTS.held_by(request.member.role),
    }
    return render(request, "reports/of_project.html", context)


@staff_view(WRITE_REPORTS, methods=("POST",))
def new(request: StaffRequest, key: str) -> HttpResponse:
    """Begin a report, or go on with the draft there is."""
    project = project_of(request, key)
    report = writing.begin(project, today=localdate(), by=request.member, at=now())
    return redirect("reports.report", slug=request.workspace.slug, key=key, number=report.number)
