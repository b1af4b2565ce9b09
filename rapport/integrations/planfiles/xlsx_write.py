"""Writes a plan as an Excel workbook: real dates and numbers, text that is never a formula."""

import io
import re
from datetime import datetime
from typing import Any

import xlsxwriter

from rapport.engine.plan import Schedule
from rapport.integrations.planfiles import sheet_write
from rapport.integrations.planfiles.records import PlanFile
from rapport.integrations.planfiles.sheet_write import Cell, Line, Translate

OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
MOMENT = "yyyy-mm-dd hh:mm"
WIDTHS = (6, 8, 48, 17, 17, 12, 10, 10, 12, 20, 24, 10, 17, 10, 8, 12, 40)
DEEPEST, LONGEST_CELL = 15, 32_767
FIRST_YEAR = 1900  # Excel knows no day before

_RISK = re.compile("[=+\\-@\t\r\n|%＝＋－＠]")  # noqa: RUF001
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")


def write(file: PlanFile, dates: Schedule, translate: Translate = str, *, made: datetime) -> bytes:
    """The workbook; `made` is noted as the moment of writing."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, OPTIONS) as book:
        book.set_properties({"title": _clean(file.name), "created": made})
        sheet = book.add_worksheet()
        page = _Page(book, sheet)
        page.head([translate(heading) for heading in sheet_write.HEADINGS])
        count = 0
        for count, line in enumerate(sheet_write.lines(file, dates, translate), 1):
            page.line(count, line)
        sheet.autofilter(0, 0, count, len(WIDTHS) - 1)
    return out.getvalue()


class _Page:
    """One worksheet and the formats of its cells."""

    def __init__(self, book: Any, sheet: Any) -> None:
        self._book, self._sheet = book, sheet
        self._formats: dict[tuple[tuple[str, Any], ...], Any] = {}

    def head(self, headings: list[str]) -> None:
        """The first row stays in sight."""
        for place, (heading, width) in enumerate(zip(headings, WIDTHS, strict=True)):
            self._sheet.set_column(place, place, width)
            self._sheet.write_string(0, place, heading, self._format(bold=True, bottom=1))
        self._sheet.freeze_panes(1, sheet_write.NAME + 1)

    def line(self, row: int, line: Line) -> None:
        """One task; what it is part of shows by its indent."""
        for place, cell in enumerate(line.cells):
            look: dict[str, Any] = {"bold": True} if line.is_summary else {}
            if place == sheet_write.NAME and line.level:
                look["indent"] = min(line.level, DEEPEST)
            self._cell(row, place, cell, look)

    def _cell(self, row: int, place: int, cell: Cell, look: dict[str, Any]) -> None:
        if isinstance(cell, str):
            text = _clean(cell)
            if _RISK.match(text.lstrip()):
                look |= {"quote_prefix": True}
            if text:
                self._sheet.write_string(row, place, text, self._format(**look))
        elif isinstance(cell, datetime):
            if cell.year >= FIRST_YEAR:
                form = self._format(num_format=MOMENT, **look)
                self._sheet.write_datetime(row, place, cell, form)
        elif cell is not None:
            self._sheet.write_number(row, place, round(cell, 6), self._format(**look))

    def _format(self, **look: Any) -> Any:
        key = tuple(sorted(look.items()))
        if key not in self._formats:
            self._formats[key] = self._book.add_format(look)
        return self._formats[key]


def _clean(text: str) -> str:
    """What a cell can hold."""
    return _CONTROLS.sub("\ufffd", text)[:LONGEST_CELL]
