"""The figures as CSV and as an Excel workbook: text in them is never a formula."""

import csv
import io
from collections.abc import Iterator, Sequence
from datetime import datetime

import xlsxwriter
from django.utils.translation import gettext as _

from rapport.engine.service_figures import Figures
from rapport.insights.queries.page import Service

Line = Sequence[str | int | None]
OPTIONS = {
    "in_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
    "strings_to_numbers": False,
}  # fmt: skip
RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")


def rows(made: Service) -> list[Line]:
    """A heading, the period, the one before, and every row of every table."""
    return [list(_headings()), *_lines(made)]


def _headings() -> Iterator[str]:
    yield from (
        _("Part"), _("Name"), _("Conversations begun"), _("First replies"),
        _("First reply, median, working minutes"), _("First reply, 90 %, working minutes"),
        _("Resolved"), _("Resolution, median, working minutes"),
        _("Resolution, 90 %, working minutes"), _("One touch"), _("Closed with a reply"),
        _("Opened again"), _("Ever closed"),
    )  # fmt: skip


def _lines(made: Service) -> Iterator[Line]:
    yield _line(_("Period"), "", made.now)
    yield _line(_("Period before"), "", made.before)
    for table in made.tables:
        for row in table.rows:
            yield _line(table.name, row.name, row.figures)


def _line(part: str, name: str, found: Figures) -> Line:
    return [
        part, name, found.conversations,
        found.first_reply.count, found.first_reply.median, found.first_reply.p90,
        found.resolution.count, found.resolution.median, found.resolution.p90,
        found.one_touch.part, found.one_touch.whole, found.reopened.part, found.reopened.whole,
    ]  # fmt: skip


def as_csv(lines: Sequence[Line], *, made: datetime) -> bytes:
    """With the mark by which spreadsheets know the encoding."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerows([[_safe(cell) for cell in line] for line in lines])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def as_xlsx(lines: Sequence[Line], *, made: datetime) -> bytes:
    """One sheet; numbers are numbers."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, OPTIONS) as book:
        book.set_properties({"title": _("Insight"), "created": made.replace(tzinfo=None)})
        sheet, bold = book.add_worksheet(), book.add_format({"bold": True, "text_wrap": True})
        sheet.set_column(0, 1, 28)
        sheet.set_column(2, len(lines[0]) - 1, 14)
        for y, line in enumerate(lines):
            for x, cell in enumerate(line):
                if isinstance(cell, int):
                    sheet.write_number(y, x, cell)
                elif cell is not None:
                    sheet.write_string(y, x, cell, None if y else bold)
        sheet.freeze_panes(1, 2)
    return out.getvalue()


def _safe(cell: str | int | None) -> str | int | None:
    """A spreadsheet takes text that begins so for a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(RISKY) else cell
