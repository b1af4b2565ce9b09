"""A plain CSV or Excel table as a plan, by a mapping of fields to its columns.

The mapping is `field: column name` with the fields of `headings.FIELDS`; a column may also be
given by its number ("3"). `date_order` (dmy, mdy, ymd) says what the dates themselves leave open.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from rapport.integrations.planfiles import csvtext, headings, marks, xlsx
from rapport.integrations.planfiles.assembly import Assembly, stem
from rapport.integrations.planfiles.dates import form_of
from rapport.integrations.planfiles.records import PlanFile, PlanFileError
from rapport.integrations.planfiles.rows import Columns, Row, Sheet, below, first_header, text
from rapport.integrations.planfiles.tablerows import RowReader, Units
from rapport.integrations.planfiles.wording import gettext_noop as _

DATE_ORDER = "date_order"
DATES = ("start", "finish", "due", "finished_on")
TITLE_ROWS = 20  # a title, a logo and an empty row may stand above the header
ZIP = b"PK\x03\x04"

NO_NAME_COLUMN = _("No column looks like the task names. Say in the mapping which one it is.")
NO_COLUMN = "The mapping names the column “{column}”, which the file does not have."
NO_FIELD = "The mapping names the field “{field}”, which a plan does not have."


class NeedsMapping(PlanFileError):
    """The person must say what the columns mean; `header` lists them."""

    def __init__(self, header: Sequence[str]) -> None:
        self.header = tuple(header)
        super().__init__(NO_NAME_COLUMN)


def sheet_of(data: bytes) -> Sheet:
    """The rows of a CSV or Excel file, told apart by content."""
    return xlsx.read(data) if data.startswith(ZIP) else csvtext.read(data)


def header_of(sheet: Sheet) -> Row:
    """The row that names the columns: of the first rows the one with most known names."""
    top = [row for row in sheet.rows if not row.blank][:TITLE_ROWS]
    best = max(top, key=lambda row: headings.score(row.cells), default=None)
    if best is None or not headings.score(best.cells):
        return first_header(sheet.rows)
    return best


def propose_mapping(header: Sequence[str]) -> dict[str, str]:
    """Field: column, as far as the header makes it clear."""
    return headings.propose(header)


def read(data: bytes, name: str, mapping: Mapping[str, str] | None = None) -> PlanFile:
    """The plan in a CSV or Excel table."""
    return read_sheet(sheet_of(data), name, mapping)


def read_sheet(sheet: Sheet, name: str, mapping: Mapping[str, str] | None = None) -> PlanFile:
    """The plan in rows that were read already."""
    header = header_of(sheet)
    given = dict(mapping or {})
    order = given.pop(DATE_ORDER, "")
    columns = Columns(header.cells)
    places = _places(columns, given or headings.propose(header.cells))
    if "name" not in places:
        raise NeedsMapping([cell for cell in header.cells if cell.strip()])
    rows, refused = below(sheet.rows, header)
    dated = {
        header.cells[places[field]]: [text(row, places[field]) for row in rows]
        for field in DATES
        if field in places
    }
    gathering = Assembly("table", stem(name))
    gathering.refusals += [*sheet.refusals, *refused]
    units = Units.of(header.cells, places, rows)
    reader = RowReader(header.cells, places, form_of(dated, order), units, gathering)
    reader.read(rows)
    ours = dict(_ours(columns.first(headings.MARK), reader.rows))
    plan = gathering.build([*columns.unknown(), *(f"Sheet: {title}" for title in sheet.others)])
    return replace(plan, ours=ours)


def _ours(place: int | None, rows: Mapping[str, Row]) -> Iterator[tuple[str, str]]:
    """What the plan that wrote the table calls its tasks, by their uids, each once."""
    taken = set()
    for uid, row in rows.items():
        found = text(row, place)
        if marks.is_name(found) and found not in taken:
            taken.add(found)
            yield uid, found


def _places(columns: Columns, mapping: Mapping[str, str]) -> dict[str, int]:
    places: dict[str, int] = {}
    for field, column in mapping.items():
        if field not in headings.FIELDS:
            raise PlanFileError(NO_FIELD.format(field=field))
        if not column:
            continue  # the person said that no column holds it
        place = columns.first(column)
        if place is None and column.isdigit() and 1 <= int(column) <= len(columns.header):
            place = int(column) - 1
            columns.used.add(place)
        if place is None:
            raise PlanFileError(NO_COLUMN.format(column=column))
        places[field] = place
    return places
