"""Who may fetch a report's PDF."""

from rapport.files import access
from rapport.files.models import StoredFile
from rapport.lib.reader import Reader
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
