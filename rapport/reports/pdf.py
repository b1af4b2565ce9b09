"""The report as a PDF: typst, with data as JSON, never by building markup."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from importlib import resources
from pathlib import Path

import typst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rapport.clients.models import Contact
from rapport.reports import wording
from rapport.reports.models import StatusReport
from rapport.reports.versions import Section

FOLDER = Path(str(resources.files("rapport.reports")))


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
    """A tagged PDF/A-2b; fonts come with the product, so it looks alike everywhere.

    Letters that our font does not have would make it no PDF/A: then it is a plain PDF, and the
    machine's own fonts help out.
    """
    data = {"page": json.dumps(asdict(page))}
    try:
        return _compile(data, own_fonts_only=True)
    except typst.TypstError:
        return _compile(data, own_fonts_only=False)


def _compile(data: dict[str, str], *, own_fonts_only: bool) -> bytes:
    made = typst.compile(
        str(FOLDER / "report.typ"),
        root=str(FOLDER),
        font_paths=[str(FOLDER / "fonts")],
        ignore_system_fonts=own_fonts_only,
        sys_inputs=data,
        pdf_standards=["a-2b"] if own_fonts_only else None,
        format="pdf",
    )
    return bytes(made)


def name_of(report: StatusReport) -> str:
    """The file's label."""
    return f"{report.project.key}-report-{report.number}-{report.until.isoformat()}.pdf"
