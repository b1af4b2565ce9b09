"""Worksheets to rows of text. The archive is inspected before anything is parsed."""

import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import zip_longest
from typing import Any, Protocol
from xml.etree.ElementTree import ParseError

from rapport.engine.when_asked import WhenAsked
from rapport.integrations.planfiles.records import PlanFileError
from rapport.integrations.planfiles.rows import Row, Sheet, checked
from rapport.integrations.planfiles.wording import gettext_noop as _

openpyxl = WhenAsked("openpyxl")
damage = WhenAsked("openpyxl.utils.exceptions")

MAX_PARTS = 500
MAX_UNPACKED = 100 * 1024 * 1024
PIECE = 256 * 1024
OVERLAP = 16
FORBIDDEN = (b"<!DOCTYPE", b"<!ENTITY", b"<!doctype")
INDENT = "   "

_FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")

NOT_XLSX = _("The file is a ZIP archive but not an Excel workbook (.xlsx).")
DAMAGED = _("The Excel workbook is damaged: open it in Excel and save it again.")
TOO_BIG = _("The workbook unpacks to more than 100 MB. Split it into several plans.")
UNSAFE = _("The workbook contains XML declarations that Excel never writes; it was not opened.")
NO_SHEET = _("The workbook has no worksheet with content.")


class Cell(Protocol):
    """The part of openpyxl's cell that is used here."""

    value: Any
    data_type: str


def read(data: bytes) -> Sheet:
    """The first worksheet with content; formulas give the value Excel last stored for them."""
    formulas = _inspect(data)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return _first_sheet(data, formulas=formulas)
    except PlanFileError:
        raise
    except (damage.InvalidFileException, zipfile.BadZipFile, ParseError, EOFError) as error:
        raise PlanFileError(DAMAGED) from error
    except (KeyError, ValueError, TypeError, IndexError, AttributeError, OverflowError) as error:
        raise PlanFileError(DAMAGED) from error  # openpyxl's ways of meeting a broken part


def _inspect(data: bytes) -> bool:
    """Refuse bombs and entities by what really unpacks; say whether there are formulas."""
    formulas = False
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            names = {part.filename for part in parts}
            if len(parts) > MAX_PARTS or "xl/workbook.xml" not in names:
                raise PlanFileError(NOT_XLSX)
            if sum(part.file_size for part in parts) > MAX_UNPACKED:
                raise PlanFileError(TOO_BIG)
            unpacked = 0
            for part in parts:
                for piece in _pieces(archive, part):
                    unpacked += len(piece)
                    formulas = formulas or _has_formula(part, piece)
                    if unpacked > MAX_UNPACKED:
                        raise PlanFileError(TOO_BIG)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise PlanFileError(DAMAGED) from error
    return formulas


def _has_formula(part: zipfile.ZipInfo, piece: bytes) -> bool:
    return part.filename.startswith("xl/worksheets/") and bool(_FORMULA.search(piece))


def _pieces(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """A part in pieces that overlap a little, so that no word is cut in two."""
    is_xml = part.filename.endswith((".xml", ".rels"))
    tail = b""
    with archive.open(part) as stream:
        while piece := stream.read(PIECE):
            seen = tail + piece
            # Another encoding could hide a declaration from this search.
            if any(word in seen for word in FORBIDDEN) or (is_xml and b"\x00" in seen):
                raise PlanFileError(UNSAFE)
            yield seen
            tail = seen[-OVERLAP:]


def _first_sheet(data: bytes, *, formulas: bool) -> Sheet:
    workbook = openpyxl.load_workbook(
        io.BytesIO(data), read_only=True, data_only=True, keep_links=False
    )
    written = (
        openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
        if formulas
        else None
    )
    titles = [sheet.title for sheet in workbook.worksheets]
    for sheet in workbook.worksheets:
        sheet.reset_dimensions()  # the declared size is often wrong, and may be hostile
        lines = sheet.iter_rows()
        source = None
        if written:
            twin = written[sheet.title]
            twin.reset_dimensions()
            source = twin.iter_rows()
        rows = tuple(row for row in checked(_rows(lines, source)) if not row.blank)
        if rows:
            others = tuple(title for title in titles if title != sheet.title)
            return Sheet(rows, sheet.title, "xlsx", "", (), others)
    raise PlanFileError(NO_SHEET)


def _rows(lines: Iterator[Any], source: Iterator[Any] | None) -> Iterator[Row]:
    for number, (cells, twins) in enumerate(zip_longest(lines, source or (), fillvalue=()), 1):
        formulas = [twin.value for twin in twins]
        texts = [
            _text(cell, formulas[at] if at < len(formulas) else None)
            for at, cell in enumerate(cells)
        ]
        while texts and not texts[-1]:
            texts.pop()
        yield Row(number, tuple(texts))


def _text(cell: Cell, formula: object) -> str:
    value = cell.value
    if value is None:
        return str(formula) if formula is not None else ""
    if isinstance(value, str):
        return _indent(cell) + value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime):
        return value.isoformat("T", "minutes") if value.time() != time() else _day(value)
    if isinstance(value, date):
        return _day(value)
    if isinstance(value, time | timedelta):
        return str(value)
    return _number(float(value), getattr(cell, "number_format", "") or "")


def _day(value: date) -> str:
    return f"{value:%Y-%m-%d}"


def _number(value: float, form: str) -> str:
    if "%" in form:
        return f"{round(value * 100, 4):g}%"
    return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)


def _indent(cell: Cell) -> str:
    """Excel's indentation as leading spaces: some plans say their outline only so."""
    if not getattr(cell, "has_style", False):
        return ""
    alignment = getattr(cell, "alignment", None)
    return INDENT * int(getattr(alignment, "indent", 0) or 0)
