"""The report on paper."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rapport.clients.models import Contact
from rapport.reports import typesetting, wording
from rapport.reports.models import StatusReport
from rapport.reports.versions import Section


@dataclass(frozen=True, slots=True)
class Page:
    """What the PDF and the mail say, in the reader's language."""

    title: str
    company: str
    project: str
    reader: str
    span: str
    summary: str
    next_title: str
    next_steps: str
    sections: Sequence[Section]
    number: str
    language: str

    @classmethod
    def of(
        cls, report: StatusReport, contact: Contact | None, sections: Sequence[Section]
    ) -> "Page":
        """The page for one contact; None is the internal version."""
        project = str(report.project)
        return cls(
            title=_("Status report: %(project)s") % {"project": project},
            company=report.workspace.name,
            project=project,
            reader=contact.name if contact else _("Internal version"),
            span=f"{wording.day(report.since)} – {wording.day(report.until)}",
            summary=report.summary,
            next_title=_("What happens next"),
            next_steps=report.next_steps,
            sections=sections,
            number=str(report.number),
            language=get_language() or "en",
        )


def render(page: Page) -> bytes:
    """The report as a PDF."""
    return typesetting.as_pdf("report.typ", {"page": json.dumps(asdict(page))})


def name_of(report: StatusReport) -> str:
    """The file's label."""
    return f"{report.project.key}-report-{report.number}-{report.until.isoformat()}.pdf"
