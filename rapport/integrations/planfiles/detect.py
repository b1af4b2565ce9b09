"""Any plan file to a plan: its kind is told by content, never by its name alone."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO

from rapport.integrations.planfiles import (
    asana,
    jira,
    jsontext,
    monday,
    mspdi,
    primavera,
    table,
    trello,
)
from rapport.integrations.planfiles.csvtext import EMPTY
from rapport.integrations.planfiles.records import PlanFile, PlanFileError
from rapport.integrations.planfiles.rows import Sheet
from rapport.integrations.planfiles.wording import gettext_noop as _

HEAD = 8_192
KNOWN = (
    "Microsoft Project XML, Primavera XER or XML, Jira CSV, Asana CSV, Trello JSON,"
    " monday.com Excel, CSV or Excel"
)
SIGNATURES = (
    (b"\xd0\xcf\x11\xe0", _("This is an old Excel (.xls) or a Microsoft Project (.mpp) file."
                            " Save it as .xlsx, or as XML from Microsoft Project.")),
    (b"%PDF", _("This is a PDF, which holds no plan that can be read. Export a table instead.")),
    (b"\x89PNG", _("This is a picture, not a plan.")),
    (b"\xff\xd8\xff", _("This is a picture, not a plan.")),
    (b"GIF8", _("This is a picture, not a plan.")),
    (b"\x1f\x8b", _("This file is packed with gzip. Unpack it first.")),
    (b"7z\xbc\xaf", _("This file is packed with 7-Zip. Unpack it first.")),
    (b"Rar!", _("This file is packed with RAR. Unpack it first.")),
)  # fmt: skip
OTHER_XML = _("This XML file is not a Microsoft Project plan. In Project, save as XML.")
WEB_PAGE = _("This is a web page (HTML), not a plan. Export CSV or Excel instead.")
PROJECT_EXCHANGE = _("This is an older Project file. Save it as Microsoft Project XML.")

_PROJECT = re.compile(r"<(?:\w+:)?Project[\s>]")
_PRIMAVERA = re.compile(r"<(?:\w+:)?APIBusinessObjects[\s>]")
_HTML = re.compile(r"<\s*(?:!doctype\s+html|html|table|meta)\b", re.I)


@dataclass(frozen=True, slots=True)
class Preview:
    """What stands in a table before it is taken over: the person checks it, or maps columns.

    `mapping` is the proposal; `needs_mapping` is true where the tool that wrote it is not known.
    """

    kind: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    mapping: dict[str, str]
    encoding: str
    delimiter: str

    @property
    def needs_mapping(self) -> bool:
        """Whether columns are read as the mapping says."""
        return self.kind == "table"


def read_any(data: bytes, name: str, mapping: Mapping[str, str] | None = None) -> PlanFile:
    """The plan in a file of any known kind.

    `mapping` is for plain tables (see `table`), but for its `date_order`, which all tables know.
    """
    start = _start(data)
    if start.startswith("ERMHDR"):
        return primavera.read_xer(data)
    if start.startswith("<") and _PRIMAVERA.search(start):
        return primavera.read_pmxml(data)
    if start.startswith("<"):
        return mspdi.read(BytesIO(_project_xml(data, start)))
    if start[:1] in ("{", "["):
        return trello.read_board(jsontext.read(data), name)
    return _read_sheet(table.sheet_of(data), name, dict(mapping or {}))


def preview(data: bytes, limit: int = 5) -> Preview | None:
    """The first rows of a table and what its columns seem to mean; None for other files."""
    start = _start(data)
    if start[:1] in ("<", "{", "[") or start.startswith("ERMHDR"):
        return None
    sheet = table.sheet_of(data)
    header = table.header_of(sheet)
    rows = [row.cells for row in sheet.rows if row.number > header.number and not row.blank]
    return Preview(
        _kind(sheet),
        header.cells,
        tuple(rows[:limit]),
        table.propose_mapping(header.cells),
        sheet.encoding,
        sheet.delimiter,
    )


def _read_sheet(sheet: Sheet, name: str, mapping: dict[str, str]) -> PlanFile:
    order = mapping.get(table.DATE_ORDER, "")
    chosen = any(field != table.DATE_ORDER for field in mapping)
    kind = "table" if chosen else _kind(sheet)
    if kind == "monday":
        return monday.read_sheet(sheet, name, order)
    if kind == "jira":
        return jira.read_sheet(sheet, name, order)
    if kind == "asana":
        return asana.read_sheet(sheet, name, order)
    return table.read_sheet(sheet, name, mapping)


def _kind(sheet: Sheet) -> str:
    if monday.recognises(sheet):
        return "monday"
    first = next((row for row in sheet.rows if not row.blank), None)
    header = first.cells if first else ()
    if jira.recognises(header):
        return "jira"
    return "asana" if asana.recognises(header) else "table"


def _start(data: bytes) -> str:
    """The first characters, in whatever Unicode they are; refuses what is known to be no plan."""
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise PlanFileError(EMPTY)
    for signature, reason in SIGNATURES:
        if data.startswith(signature):
            raise PlanFileError(reason)
    head = data[:HEAD]
    wide = head[:2] in (b"\xff\xfe", b"\xfe\xff") or head[:2] in (b"<\x00", b"\x00<")
    text = head.replace(b"\x00", b"") if wide else head
    return text.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").decode("utf-8", "replace")


def _project_xml(data: bytes, start: str) -> bytes:
    if _PROJECT.search(start):
        return data
    if _HTML.search(start):
        raise PlanFileError(WEB_PAGE)
    if "<plan:" in start:
        raise PlanFileError(PROJECT_EXCHANGE)
    raise PlanFileError(OTHER_XML)
