"""Routes."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from rapport.accounts import bin
from rapport.accounts.context import Place, place
from rapport.projects.tabs import Tab, register
from rapport.reports import permissions
from rapport.reports.models import StatusReport
from rapport.reports.views import lists, plan_paper, report

place(Place(70, _("Reports"), "report", "reports", permissions.SEE_REPORTS, "g r"))
register(Tab(90, _("Reports"), "reports.of_project", permissions.SEE_REPORTS))

ONE = "projects/<str:key>/reports/<int:number>/"

urlpatterns = [
    path("reports/", lists.index, name="reports"),
    path("projects/<str:key>/reports/", lists.of_project, name="reports.of_project"),
    path("projects/<str:key>/reports/new/", lists.new, name="reports.new"),
    path("projects/<str:key>/plan/paper.<str:kind>", plan_paper.document, name="reports.plan"),
    path(ONE, report.page, name="reports.report"),
    path(f"{ONE}words/", report.words, name="reports.words"),
    path(f"{ONE}dispatch/", report.dispatch, name="reports.dispatch"),
    path(f"{ONE}pdf/", report.document, name="reports.pdf"),
    path(f"{ONE}bin/", report.binning, name="reports.bin"),
]
bin.register(bin.Kind(StatusReport, permissions.WRITE_REPORTS))
