"""The layout of a monday.com worksheet: which row is a group, a header, an item or a subitem."""

from collections.abc import Sequence
from dataclasses import dataclass

from rapport.integrations.planfiles.rows import Columns, Row, plain, text

SEARCHED = 12
ADVERTS = ("created using monday.com", "try it free", "made with monday.com")
ITEM, SUBITEMS, ITEM_ID = "name", "subitems", "item id (auto generated)"

WORDS = {
    "id": ("Item ID (auto generated)", "Item ID", "Pulse ID"),
    "assignees": (
        "Person",
        "People",
        "Owner",
        "Assignee",
        "Assigned to",
        "Project owner",
        "Responsible",
    ),
    "state": ("Status", "Project status", "Task status", "State"),
    "timeline": ("Timeline", "Project timeline"),
    "due": ("Due date", "Due", "Deadline", "Date"),
    "finished_on": ("Completion date", "Completed on", "Done date", "Date completed"),
    "duration": ("Duration",),
    "work": ("Planned effort", "Effort", "Estimated effort", "Estimated hours", "Estimated time"),
    "spent": ("Effort spent", "Actual effort", "Time tracking", "Time spent", "Hours spent"),
    "percent": ("Progress", "% complete", "Completion"),
    "predecessors": (
        "Dependency",
        "Dependencies",
        "Dependent on",
        "Depends on",
        "Predecessors",
        "Blocked by",
    ),
    "milestone": ("Milestone",),
    "kind": ("Type", "Task type"),
    "labels": ("Tags", "Labels", "Label"),
    "description": ("Notes", "Note", "Description", "Text", "Details"),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One item or subitem under the header it stands in."""

    row: int
    name: str
    sub: bool
    group: str
    cells: dict[str, str]
    columns: dict[str, str]

    def cell(self, name: str) -> str:
        """What is written in the column of this meaning."""
        return self.cells.get(name, "")

    def column(self, name: str) -> str:
        """What the column of this meaning is called."""
        return self.columns.get(name, "")

    def groups(self) -> list[str]:
        """The group as a label; a subitem is where its item is."""
        return [self.group] if self.group and not self.sub else []


def header_row(rows: Sequence[Row]) -> Row | None:
    """The first group's header, where a worksheet has one below a title of one cell."""
    for above, row in zip(rows, rows[1:SEARCHED], strict=False):
        first = plain(text(row, 0))
        marked = plain(text(row, 1)) == SUBITEMS or any(plain(c) == ITEM_ID for c in row.cells)
        titled = len(_written(above)) == 1 and bool(text(above, 0))
        if titled and (first == ITEM or marked) and len(row.filled()) > 1 and first:
            return row if marked or _titled_twice(rows, row) else None
    return None


def _titled_twice(rows: Sequence[Row], header: Row) -> bool:
    """Board name and group title: two rows of one cell tell it from a table with a title."""
    above = [row for row in rows if row.number < header.number and not row.blank]
    return len(above) > 1 and all(len(_written(row)) == 1 for row in above)


def entries(rows: Sequence[Row]) -> tuple[list[Entry], list[str]]:
    """All items in the file's order, and the columns that have no meaning for a plan."""
    first = header_row(rows)
    found: list[Entry] = []
    unknown: list[str] = []
    if first is None:
        return found, unknown
    heads: dict[bool, _Head] = {}
    group = ""
    kept = [row for row in rows if not row.blank]
    for row, after in zip(kept, [*kept[1:], None], strict=True):
        sub_header = plain(text(row, 0)) == SUBITEMS and plain(text(row, 1)) == ITEM
        if sub_header or _is_header(row, first):
            heads = {False: heads[False]} if sub_header and False in heads else {}
            heads[sub_header] = _head(row)
            unknown += heads[sub_header].columns.unknown()
        elif after is not None and _is_header(after, first):
            group, heads = text(row, 0), {}
        elif heads:
            sub = not text(row, 0)
            entry = _entry(row, sub, group, heads.get(sub))
            found += [entry] if entry else []  # a row without a name holds the group's sums
    return found, unknown


@dataclass(slots=True)
class _Head:
    columns: Columns
    places: dict[str, int]


def _head(row: Row) -> _Head:
    columns = Columns(row.cells)
    columns.used.update({0, 1} if plain(text(row, 1)) in (SUBITEMS, ITEM) else {0})
    places = {name: columns.first(*names) for name, names in WORDS.items()}
    for at, title in enumerate(row.cells):
        for ending, name in ((" - start", "start"), (" - end", "finish")):
            if plain(title).endswith(ending) and places.get(name) is None:
                places[name] = at
                columns.used.add(at)
    return _Head(columns, {name: at for name, at in places.items() if at is not None})


def _entry(row: Row, sub: bool, group: str, head: _Head | None) -> Entry | None:  # noqa: FBT001
    name = text(row, 1 if sub else 0)
    if head is None or not name:
        return None
    cells = {field: text(row, at) for field, at in head.places.items()}
    titles = {field: head.columns.header[at] for field, at in head.places.items()}
    return Entry(row.number, name, sub, group, cells, titles)


def _is_header(row: Row, first: Row) -> bool:
    """Each group repeats the header; both of its first two cells are the same there."""
    return len(row.filled()) > 1 and [plain(text(row, at)) for at in (0, 1)] == [
        plain(text(first, at)) for at in (0, 1)
    ]


def _written(row: Row) -> list[str]:
    return [cell for cell in row.filled() if not any(ad in cell.casefold() for ad in ADVERTS)]
