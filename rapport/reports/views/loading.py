"""Load a report through what the person may see, with its facts: frozen, or as of now."""

from django.shortcuts import get_object_or_404
from django.utils.timezone import now

from rapport.accounts.requests import StaffRequest
from rapport.clients.models import Contact
from rapport.projects.views.loading import project_of
from rapport.reports.facts import Fact, from_json
from rapport.reports.models import StatusReport
from rapport.reports.queries.gather import gather
from rapport.reports.queries.span import Span


def report_of(request: StaffRequest, key: str, number: int) -> StatusReport:
    """A live report by its project's key and its number."""
    project = project_of(request, key)
    rows = StatusReport.objects.visible_to(request.reader).live()
    report: StatusReport = get_object_or_404(
        rows.select_related(
            "project__client", "project__workspace", "workspace", "written_by__user"
        ),
        project=project,
        number=number,
    )
    return report


def facts_of(report: StatusReport) -> list[Fact]:
    """A sent report's frozen facts; a draft's facts as they are now."""
    if report.snapshot is not None:
        return from_json(report.snapshot["facts"])
    return gather(report, Span.of(report.project, report.since, report.until, at=now()))


def contacts_of(report: StatusReport) -> list[Contact]:
    """The people of the client a report can go to, by name."""
    rows = Contact.objects.live().filter(client=report.client_id, erased_at=None)
    return list(rows.select_related("workspace").order_by("name"))


def chosen(request: StaffRequest, contacts: list[Contact]) -> Contact | None:
    """The contact named by ?as=, if they are one of these."""
    wanted = request.GET.get("as", "")
    return next((contact for contact in contacts if str(contact.pk) == wanted), None)
