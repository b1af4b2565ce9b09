"""Asana's CSV export of a project: parents and dependencies are named by task name."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from rapport.integrations.planfiles import amounts, csvtext, states
from rapport.integrations.planfiles.assembly import Assembly, Origin, stem, words
from rapport.integrations.planfiles.dates import DateForm, form_of
from rapport.integrations.planfiles.names import Names
from rapport.integrations.planfiles.records import PlanFile, PlanLink, PlanTask
from rapport.integrations.planfiles.rows import (
    Columns,
    Row,
    Sheet,
    below,
    first_header,
    plain,
    text,
)
from rapport.integrations.planfiles.wording import gettext_noop as _

COLUMNS = {
    "id": ("Task ID",),
    "name": ("Name", "Task Name"),
    "section": ("Section/Column", "Section"),
    "assignee": ("Assignee",),
    "email": ("Assignee Email",),
    "start": ("Start Date",),
    "due": ("Due Date",),
    "completed": ("Completed At",),
    "tags": ("Tags",),
    "notes": ("Notes",),
    "projects": ("Projects",),
    "parent": ("Parent task", "Parent Task"),
    "blocked_by": ("Blocked By (Dependencies)", "Blocked By", "Dependencies"),
    "blocking": ("Blocking (Dependencies)", "Blocking"),
    "kind": ("Type", "Task Type", "Resource Subtype"),
    "work": ("Estimated time",),
    "spent": ("Actual time",),
}
DATES = ("start", "due", "completed")
NO_SECTION = ("", "(no section)", "untitled section")

NO_AMOUNT = _("This is not an amount of time.")


def recognises(header: Sequence[str]) -> bool:
    """Whether a header is Asana's."""
    names = {plain(name) for name in header}
    return {"task id", "name"} <= names and bool(names & {"section/column", "parent task"})


def read(data: bytes, name: str, date_order: str = "") -> PlanFile:
    """The plan in an Asana CSV export."""
    return read_sheet(csvtext.read(data), name, date_order)


def read_sheet(sheet: Sheet, name: str, date_order: str = "") -> PlanFile:
    """The plan in the rows of an Asana export."""
    header = first_header(sheet.rows)
    rows, refused = below(sheet.rows, header)
    columns = Columns(header.cells)
    places = {field: columns.first(*names) for field, names in COLUMNS.items()}
    title = _project(rows, places["projects"]) or stem(name)
    gathering = Assembly("asana", title)
    gathering.refusals += [*sheet.refusals, *refused]
    dated = {
        header.cells[at]: [text(row, at) for row in rows]
        for at in (places[field] for field in DATES)
        if at is not None
    }
    reader = _Reader(header.cells, places, form_of(dated, date_order), gathering)
    taken = [(uid, row) for row in rows if (uid := reader.task(row))]
    for uid, row in taken:
        reader.bind(uid, row)
    return gathering.build(columns.unknown())


def _project(rows: Sequence[Row], place: int | None) -> str:
    """The project every task is in; subtasks name none."""
    found = [set(words(text(row, place), ",")) for row in rows if text(row, place)]
    shared = set.intersection(*found) if found else set()
    return shared.pop() if len(shared) == 1 else ""


@dataclass(slots=True)
class _Reader:
    header: Sequence[str]
    places: dict[str, int | None]
    form: DateForm
    gathering: Assembly
    names: Names = field(default_factory=Names)

    def task(self, row: Row) -> str:
        """Take one task over; its uid, or nothing if it was refused."""
        done = bool(self._cell(row, "completed"))
        name = self._cell(row, "name")
        uid = self._cell(row, "id") or f"row-{row.number}"
        assignee = self.gathering.person(self._cell(row, "assignee"), self._cell(row, "email"))
        section = self._cell(row, "section")
        task = PlanTask(
            uid=uid,
            name=name,
            description=self._cell(row, "notes"),
            milestone=plain(self._cell(row, "kind")) == "milestone",
            start=self._day(row, "start"),
            due=self._day(row, "due"),
            work_minutes=self._minutes(row, "work"),
            spent_minutes=self._minutes(row, "spent") or 0,
            percent_complete=100 if done else 0,
            state=states.DONE if done else self._state(section),
            finished_on=self._day(row, "completed"),
            assignees=(assignee,) if assignee else (),
            labels=self._labels(row, section),
            row=row.number,
        )
        if not self.gathering.add(task):
            return ""
        self.names.add(uid, name)
        return uid

    def bind(self, uid: str, row: Row) -> None:
        """Say what the task is part of, waits for and holds up."""
        parent = self._cell(row, "parent")
        if parent:
            origin = self._origin(row, "parent", parent)
            found = self.names.find(parent, but=uid)
            if found.uid:
                self.gathering.belongs(uid, found.uid, origin)
            else:
                self.gathering.refuse(origin, found.reason)
        for column in ("blocked_by", "blocking"):
            for named, found in self.names.in_list(self._cell(row, column)):
                origin = self._origin(row, column, named)
                if not found.uid:
                    self.gathering.refuse(origin, found.reason)
                    continue
                first, then = (found.uid, uid) if column == "blocked_by" else (uid, found.uid)
                self.gathering.link(then, PlanLink(first), origin)

    def _state(self, section: str) -> str:
        """Boards often say it by column; only the check mark says that a task is done."""
        return states.DOING if states.state(section) == states.DOING else states.TODO

    def _labels(self, row: Row, section: str) -> tuple[str, ...]:
        sections = [] if plain(section) in NO_SECTION else [section]
        projects = words(self._cell(row, "projects"), ",")
        others = [project for project in projects if project != self.gathering.name]
        return tuple(dict.fromkeys([*sections, *words(self._cell(row, "tags"), ","), *others]))

    def _minutes(self, row: Row, name: str) -> int | None:
        written = self._cell(row, name)
        try:
            return amounts.duration(written, unit=1) if written else None
        except ValueError:
            self.gathering.refuse(self._origin(row, name, written), NO_AMOUNT)
            return None

    def _day(self, row: Row, name: str) -> date | None:
        return self.gathering.day(self.form, self._origin(row, name, self._cell(row, name)))

    def _cell(self, row: Row, name: str) -> str:
        return text(row, self.places[name])

    def _origin(self, row: Row, name: str, value: str) -> Origin:
        place = self.places[name]
        return Origin(row.number, self.header[place] if place is not None else "", value)
