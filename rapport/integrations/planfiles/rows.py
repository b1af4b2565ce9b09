"""Rows of text under a header: what a CSV file and a worksheet have in common."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from rapport.integrations.planfiles.records import PlanFileError, Refusal
from rapport.integrations.planfiles.wording import gettext_noop as _

MAX_COLUMNS = 4_999
MAX_ROWS = 100_000
MAX_CELLS = 5_000_000

TOO_WIDE = _("The file has 5,000 columns or more. A plan has far fewer: remove the others first.")
TOO_LONG = _("The file has more than 100,000 rows. Split it into several plans.")
NO_HEADER = _("No header was found: the first row must name the columns.")
NO_ROWS = _("The file has column names but no rows below them.")
LONG_ROW = _("The row has more cells than the header; this cell belongs to no column.")

_SPACES = re.compile(r"[\s_]+")


@dataclass(frozen=True, slots=True)
class Row:
    """One row; `number` is what a spreadsheet shows beside it, `cells` are kept as written."""

    number: int
    cells: tuple[str, ...]

    @property
    def blank(self) -> bool:
        """Whether nothing is written in it."""
        return not any(cell.strip() for cell in self.cells)

    def filled(self) -> list[str]:
        """What is written in it, without the empty cells."""
        return [cell.strip() for cell in self.cells if cell.strip()]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows of one file or worksheet, and how its text was read."""

    rows: tuple[Row, ...]
    title: str = ""
    encoding: str = ""
    delimiter: str = ""
    refusals: tuple[Refusal, ...] = ()
    others: tuple[str, ...] = ()  # names of worksheets that were not looked at


@dataclass(slots=True)
class Columns:
    """A header that is asked for columns by name, and remembers which were used."""

    header: Sequence[str]
    used: set[int] = field(default_factory=set)
    _places: dict[str, list[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for place, name in enumerate(self.header):
            self._places.setdefault(plain(name), []).append(place)

    def all(self, *names: str) -> tuple[int, ...]:
        """Every column with one of these names, in the file's order."""
        places = sorted({place for name in names for place in self._places.get(plain(name), [])})
        self.used.update(places)
        return tuple(places)

    def first(self, *names: str) -> int | None:
        """The column with the first of these names that the header has."""
        for name in names:
            for place in self._places.get(plain(name), [])[:1]:
                self.used.add(place)
                return place
        return None

    def unknown(self) -> tuple[str, ...]:
        """Names of the columns nobody asked for, each once."""
        left = (name.strip() for at, name in enumerate(self.header) if at not in self.used)
        return tuple(dict.fromkeys(name for name in left if name))


def plain(name: str) -> str:
    """A column name for comparison: case, width, underscores and spaces do not matter."""
    text = unicodedata.normalize("NFKC", name).casefold()
    return _SPACES.sub(" ", text).strip(" :*\ufeff")


def text(row: Row, place: int | None) -> str:
    """The cell as written but for spaces around it; empty where there is none."""
    return row.cells[place].strip() if place is not None and place < len(row.cells) else ""


def texts(row: Row, places: Iterable[int]) -> Iterator[str]:
    """What is written in a repeated column."""
    return (found for place in places if (found := text(row, place)))


def checked(rows: Iterable[Row]) -> Iterator[Row]:
    """The rows, refusing as soon as they are too many or too wide for a plan."""
    cells = 0
    for count, row in enumerate(rows, 1):
        cells += len(row.cells)
        if len(row.cells) > MAX_COLUMNS:
            raise PlanFileError(TOO_WIDE)
        if count > MAX_ROWS or row.number > MAX_ROWS or cells > MAX_CELLS:
            raise PlanFileError(TOO_LONG)
        yield row


def below(rows: Sequence[Row], header: Row) -> tuple[list[Row], list[Refusal]]:
    """The rows with content under a header, and what stands beyond its last column."""
    found = [row for row in rows if row.number > header.number and not row.blank]
    if not found:
        raise PlanFileError(NO_ROWS)
    width = len(header.cells)
    refused = [
        Refusal(row.number, "", cell, LONG_ROW)
        for row in found
        for cell in row.cells[width:]
        if cell.strip()
    ]
    return found, refused


def first_header(rows: Sequence[Row]) -> Row:
    """The first row with content, if it can name columns."""
    header = next((row for row in rows if not row.blank), None)
    if header is None or not any(any(sign.isalpha() for sign in cell) for cell in header.cells):
        raise PlanFileError(NO_HEADER)
    return header
