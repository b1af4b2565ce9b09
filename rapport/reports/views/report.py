"""One report: written as a draft, read when frozen, previewed as a contact, sent."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.timezone import now
from django.utils.translation import gettext as _

from rapport.accounts.access import staff_view
from rapport.accounts.requests import StaffRequest
from rapport.lib.refusal import Refused
from rapport.projects.views.loading import project_page
from rapport.reports import pdf
from rapport.reports.forms import ReportForm
from rapport.reports.models import StatusReport
from rapport.reports.operations import sending, writing
from rapport.reports.permissions import SEE_REPORTS, WRITE_REPORTS
from rapport.reports.queries.recipients import proposed
from rapport.reports.versions import for_contact, internal
from rapport.reports.views.loading import chosen, contacts_of, facts_of, report_of
from rapport.reports.views.sources import sources_of
from rapport.ui.toasts import toast
from rapport.workspaces.operations import bin


@staff_view(SEE_REPORTS)
def page(request: StaffRequest, key: str, number: int) -> HttpResponse:
    """The internal version; with ?as= what that contact sees beside it."""
    report = report_of(request, key, number)
    return _page(request, report, ReportForm(instance=report))


@staff_view(WRITE_REPORTS, methods=("POST",))
def words(request: StaffRequest, key: str, number: int) -> HttpResponse:
    """Keep what was written."""
    report = report_of(request, key, number)
    form = ReportForm(request.POST, instance=StatusReport())
    if not form.is_valid():
        return _page(request, report, form, status=422)
    try:
        change = writing.Words(**form.cleaned_data)
        writing.change(report, change, by=request.member, at=now())
    except Refused as refused:
        form.add_error(None, str(refused))
        return _page(request, report, form, status=422)
    return toast(request, _back(request, report), _("Saved."))


@staff_view(WRITE_REPORTS, methods=("POST",))
def dispatch(request: StaffRequest, key: str, number: int) -> HttpResponse:
    """Send it to the chosen contacts of this client."""
    report = report_of(request, key, number)
    wanted = set(request.POST.getlist("to"))
    to = [contact for contact in contacts_of(report) if str(contact.pk) in wanted]
    if len(to) != len(wanted):
        raise Http404
    try:
        sending.send(report, facts=facts_of(report), to=to, by=request.member, at=now())
    except Refused as refused:
        return toast(request, _back(request, report), str(refused), tone="bad")
    return toast(request, _back(request, report), _("Sent."))


@staff_view(SEE_REPORTS)
def document(request: StaffRequest, key: str, number: int) -> HttpResponse:
    """The PDF: the internal version, or as a contact gets it."""
    report = report_of(request, key, number)
    contact = chosen(request, contacts_of(report))
    facts = facts_of(report)
    with translation.override(contact.language if contact else translation.get_language()):
        sections = for_contact(facts, contact) if contact else internal(facts)
        content = pdf.render(pdf.Page.of(report, contact, sections))
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{pdf.name_of(report)}"'
    return response


@staff_view(WRITE_REPORTS, methods=("POST", "DELETE"))
def binning(request: StaffRequest, key: str, number: int) -> HttpResponse:
    """POST moves a draft to the bin; a sent report stays."""
    report = report_of(request, key, number)
    if report.sent_at:
        return toast(request, _back(request, report), _("A sent report stays."), tone="bad")
    bin.put(report, by=request.member, at=now())
    response = redirect("reports.of_project", slug=request.workspace.slug, key=key)
    return toast(request, response, _("Draft moved to the bin."))


def _page(
    request: StaffRequest, report: StatusReport, form: ReportForm, *, status: int = 200
) -> HttpResponse:
    facts, contacts = facts_of(report), contacts_of(report)
    contact = chosen(request, contacts)
    context = project_page(request, report.project, "reports.of_project") | {
        "report": report,
        "form": form,
        "sections": internal(facts, sources_of(report.project, request.workspace.slug, facts)),
        "contacts": contacts,
        "contact": contact,
        "may_write": WRITE_REPORTS.held_by(request.member.role) and report.sent_at is None,
        "recipients": report.recipients.select_related("contact", "pdf"),
        "unchanged": _is_unchanged(report),
    }
    if context["may_write"]:
        context["proposed"] = proposed(report, contacts)
    if contact:
        with translation.override(contact.language):
            context["seen"] = for_contact(facts, contact)
    return render(request, "reports/report.html", context, status=status)


def _is_unchanged(report: StatusReport) -> bool:
    """Whether a sent report still has the hash it was sent with."""
    if report.snapshot is None:
        return True
    return sending.digest(report.previous_hash, report.snapshot) == report.hash


def _back(request: StaffRequest, report: StatusReport) -> HttpResponse:
    return redirect(
        "reports.report",
        slug=request.workspace.slug,
        key=report.project.key,
        number=report.number,
    )
