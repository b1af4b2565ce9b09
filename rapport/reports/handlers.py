"""Who may fetch a report's PDF."""

from django.utils.translation import ngettext

from rapport.files import access
from rapport.files.models import StoredFile
from rapport.lib.reader import Reader
from rapport.projects import companions
from rapport.reports.models import ReportRecipient, StatusReport


@access.rule
def sees_pdf(reader: Reader, file: StoredFile) -> bool:
    """Staff who see the report; a contact their own copy."""
    rows = ReportRecipient.objects.filter(
        pdf=file, report__in=StatusReport.objects.visible_to(reader)
    )
    if reader.is_contact:
        rows = rows.filter(contact=reader.contact_id)
    return rows.exists()


def _said_statusreport(n: int) -> str:
    return ngettext("%(n)d report", "%(n)d reports", n) % {"n": n}


companions.belongs(companions.Belonging(80, StatusReport, _said_statusreport, companions.nothing))
