"""monday.com's Excel export of a board.

Above stand the board's name and description. Each group is a title row, a header row and its
items; subitems follow their item under a header of their own ("Subitems", "Name", …), indented
by one column. A row of sums may close a group. Dependencies are named by item name.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from rapport.integrations.planfiles import amounts, states, xlsx
from rapport.integrations.planfiles.assembly import Assembly, Origin, stem, words
from rapport.integrations.planfiles.dates import DateForm, form_of
from rapport.integrations.planfiles.mondaylayout import Entry, entries, header_row
from rapport.integrations.planfiles.names import Names
from rapport.integrations.planfiles.records import PlanFile, PlanFileError, PlanLink, PlanTask
from rapport.integrations.planfiles.rows import Sheet
from rapport.integrations.planfiles.wording import gettext_noop as _

NOT_MONDAY = _("The workbook is not a monday.com export: it has no groups with a header row.")
NO_STATE = _("This status is not known; the task counts as not started.")
NO_AMOUNT = _("This is not an amount of time.")
NO_PERCENT = _("This is not a percentage from 0 to 100.")
RANGE = re.compile(r"\s+(?:[-–—]|to)\s+")  # noqa: RUF001
DATES = ("start", "finish", "due", "finished_on")


def recognises(sheet: Sheet) -> bool:
    """Whether a worksheet is laid out as monday.com does."""
    return header_row(sheet.rows) is not None


def read(data: bytes, name: str, date_order: str = "") -> PlanFile:
    """The plan in a monday.com Excel export."""
    return read_sheet(xlsx.read(data), name, date_order)


def read_sheet(sheet: Sheet, name: str, date_order: str = "") -> PlanFile:
    """The plan in the rows of an export."""
    if not recognises(sheet):
        raise PlanFileError(NOT_MONDAY)
    board = sheet.rows[0].filled()[:1]
    gathering = Assembly("monday", board[0] if board else stem(name))
    gathering.refusals += sheet.refusals
    found, unknown = entries(sheet.rows)
    form = form_of(_dated(found), date_order)
    reader = _Reader(form, gathering)
    taken = [(uid, entry) for entry in found if (uid := reader.take(entry))]
    for uid, entry in taken:
        reader.bind(uid, entry)
    return gathering.build([*unknown, *(f"Sheet: {title}" for title in sheet.others)])


def _dated(found: Sequence[Entry]) -> dict[str, list[str]]:
    columns: dict[str, list[str]] = {}
    for entry in found:
        for name in DATES:
            if entry.cell(name):
                columns.setdefault(entry.column(name), []).append(entry.cell(name))
        for piece in RANGE.split(entry.cell("timeline")):
            if piece.strip():
                columns.setdefault(entry.column("timeline"), []).append(piece.strip())
    return columns


@dataclass(slots=True)
class _Reader:
    form: DateForm
    gathering: Assembly
    names: Names = field(default_factory=Names)
    parent: str = ""

    def take(self, entry: Entry) -> str:
        """Take an item or subitem over; its uid, or nothing if it was refused."""
        uid = entry.cell("id") or f"row-{entry.row}"
        start, finish = self._timeline(entry)
        percent = self._parsed(entry, "percent", NO_PERCENT)
        state = self._state(entry)
        finished_on = self._day(entry, "finished_on", entry.cell("finished_on"))
        task = PlanTask(
            uid=uid,
            name=entry.name,
            description=entry.cell("description"),
            milestone=entry.cell("milestone").casefold() in amounts.YES
            or entry.cell("kind").casefold() == "milestone",
            start=start,
            finish=finish,
            due=self._day(entry, "due", entry.cell("due")),
            duration_minutes=self._parsed(entry, "duration", NO_AMOUNT),
            work_minutes=self._parsed(entry, "work", NO_AMOUNT),
            spent_minutes=self._parsed(entry, "spent", NO_AMOUNT) or 0,
            percent_complete=100 if state == states.DONE else percent or 0,
            state=state,
            finished_on=finished_on if state == states.DONE else None,
            assignees=self.gathering.people(words(entry.cell("assignees"), ",;\n")),
            labels=tuple(dict.fromkeys([*entry.groups(), *words(entry.cell("labels"), ",\n")])),
            row=entry.row,
        )
        if not self.gathering.add(task):
            self.parent = self.parent if entry.sub else ""
            return ""
        if entry.sub and self.parent:
            self.gathering.belongs(uid, self.parent, Origin(entry.row))
        self.names.add(uid, entry.name, self.parent if entry.sub else "")
        self.parent = self.parent if entry.sub else uid
        return uid

    def bind(self, uid: str, entry: Entry) -> None:
        """Say what the item waits for; of equal names the one beside it is meant."""
        self.parent = self.parent if entry.sub else uid
        group = self.parent if entry.sub else ""
        for named, found in self.names.in_list(entry.cell("predecessors"), group=group):
            origin = Origin(entry.row, entry.column("predecessors"), named)
            if found.uid:
                self.gathering.link(uid, PlanLink(found.uid), origin)
            else:
                self.gathering.refuse(origin, found.reason)

    def _timeline(self, entry: Entry) -> tuple[date | None, date | None]:
        """Two columns in most exports, one with "from - to" in some; one day if only one is set."""
        first, last = entry.cell("start"), entry.cell("finish")
        if not (first or last) and entry.cell("timeline"):
            first, last = (RANGE.split(entry.cell("timeline"), maxsplit=1) * 2)[:2]
        column = "start" if entry.column("start") else "timeline"
        return self._day(entry, column, first), self._day(entry, column, last)

    def _state(self, entry: Entry) -> str:
        written = entry.cell("state")
        found = states.state(written) if written else states.TODO
        if found is None:
            self.gathering.refuse(Origin(entry.row, entry.column("state"), written), NO_STATE)
        if not written and entry.cell("finished_on"):
            return states.DONE
        return found or states.TODO

    def _parsed(self, entry: Entry, name: str, reason: str) -> int | None:
        written = entry.cell(name)
        unit = amounts.DAY if name == "duration" else amounts.HOUR
        try:
            if not written:
                return None
            if name == "percent":
                return amounts.percent(written)
            return abs(amounts.duration(written, unit))
        except ValueError:
            self.gathering.refuse(Origin(entry.row, entry.column(name), written), reason)
            return None

    def _day(self, entry: Entry, name: str, written: str) -> date | None:
        return self.gathering.day(self.form, Origin(entry.row, entry.column(name), written.strip()))
