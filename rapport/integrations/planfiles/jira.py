"""Jira's CSV export of an issue search (Cloud and Data Center).

Jira repeats a column for every value (Labels, Sprint, links), writes estimates in seconds, dates
in the site's own form, and names a parent by id or key. It calls issues "work items" since 2025.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from rapport.integrations.planfiles import amounts, csvtext, states
from rapport.integrations.planfiles.assembly import Assembly, Origin, stem, words
from rapport.integrations.planfiles.dates import DateForm, form_of
from rapport.integrations.planfiles.jiracolumns import JiraColumns, find, is_jira
from rapport.integrations.planfiles.records import PlanFile, PlanLink, PlanTask
from rapport.integrations.planfiles.rows import (
    Row,
    Sheet,
    below,
    first_header,
    plain,
    text,
    texts,
)
from rapport.integrations.planfiles.wording import gettext_noop as _

NO_DURATION = _("This is not an amount of time.")
NO_STATE = _("This status is not known; the task counts as not started.")


def recognises(header: Sequence[str]) -> bool:
    """Whether a header is Jira's."""
    return is_jira(header)


def read(data: bytes, name: str, date_order: str = "") -> PlanFile:
    """The plan in a Jira CSV export."""
    return read_sheet(csvtext.read(data), name, date_order)


def read_sheet(sheet: Sheet, name: str, date_order: str = "") -> PlanFile:
    """The plan in the rows of a Jira export."""
    header = first_header(sheet.rows)
    rows, refused = below(sheet.rows, header)
    places = find(header.cells)
    dated = {header.cells[at]: [text(row, at) for row in rows] for at in places.dated()}
    gathering = Assembly("jira", _project(places, rows) or stem(name))
    gathering.refusals += [*sheet.refusals, *refused]
    reader = _Reader(places, form_of(dated, date_order), gathering)
    uids = [reader.issue(row) for row in rows]
    for uid, row in zip(uids, rows, strict=True):
        if uid:
            reader.bind(uid, row)
    return gathering.build(places.columns.unknown())


def _project(places: JiraColumns, rows: Sequence[Row]) -> str:
    names = {text(row, places.named["project"]) for row in rows}
    return names.pop() if len(names) == 1 else ""


@dataclass(slots=True)
class _Reader:
    places: JiraColumns
    form: DateForm
    gathering: Assembly
    by_id: dict[str, str] = field(default_factory=dict)

    def issue(self, row: Row) -> str:
        """Take one issue over; its uid, or nothing if it was refused."""
        uid = self._cell(row, "key") or self._cell(row, "id")
        state = self._state(row)
        estimate, spent = self._minutes(row, "estimate"), self._minutes(row, "spent") or 0
        task = PlanTask(
            uid=uid,
            name=self._cell(row, "summary"),
            description=self._cell(row, "description"),
            milestone=plain(self._cell(row, "kind")) == "milestone",
            start=self._day(row, "start"),
            finish=self._day(row, "finish"),
            due=self._day(row, "due"),
            work_minutes=estimate,
            spent_minutes=spent,
            percent_complete=self._percent(row, state, spent),
            state=state,
            finished_on=self._day(row, "resolved") if state == states.DONE else None,
            assignees=self.gathering.people([self._cell(row, "assignee")]),
            labels=self._labels(row),
            row=row.number,
        )
        if not self.gathering.add(task):
            return ""
        self.by_id[self._cell(row, "id")] = uid
        return uid

    def bind(self, uid: str, row: Row) -> None:
        """Say what the issue is part of and what it waits for."""
        parents = [(at, parent) for at in self.places.parents if (parent := text(row, at))]
        for at, parent in parents[:1]:
            self.gathering.belongs(uid, self._uid(parent), self._origin(row, at))
        for at, direction, kind in self.places.links:
            for named in words(text(row, at)):
                other = self._uid(named)
                first, then = (other, uid) if direction == "inward" else (uid, other)
                origin = Origin(row.number, self.places.columns.header[at], named)
                self.gathering.link(then, PlanLink(first, kind), origin)

    def _uid(self, named: str) -> str:
        return named if self.gathering.has(named) else self.by_id.get(named, named)

    def _state(self, row: Row) -> str:
        written = self._cell(row, "category") or self._cell(row, "status")
        state = states.state(written) or states.state(self._cell(row, "status"))
        if self._cell(row, "resolved") or self._resolved(row):
            return states.DONE
        if state is None and written:
            self.gathering.refuse(self._origin(row, self.places.named["status"]), NO_STATE)
        return state or states.TODO

    def _resolved(self, row: Row) -> bool:
        return plain(self._cell(row, "resolution")) not in ("", "unresolved", "nicht erledigt")

    def _percent(self, row: Row, state: str, spent: int) -> int:
        left = self._minutes(row, "left")
        if state == states.DONE:
            return 100
        if left is None or not spent:
            return 0
        return min(round(100 * spent / (spent + left)), 99)

    def _minutes(self, row: Row, name: str) -> int | None:
        written = self._cell(row, name)
        if not written:
            return None
        try:
            minutes = round(float(written) / 60)
        except (ValueError, OverflowError):
            minutes = _spelled(written)
        if not 0 <= minutes <= amounts.LONGEST:
            self.gathering.refuse(self._origin(row, self.places.named[name]), NO_DURATION)
            return None
        return minutes

    def _labels(self, row: Row) -> tuple[str, ...]:
        return tuple(dict.fromkeys(texts(row, self.places.labels)))

    def _day(self, row: Row, name: str) -> date | None:
        return self.gathering.day(self.form, self._origin(row, self.places.named[name]))

    def _cell(self, row: Row, name: str) -> str:
        return text(row, self.places.named[name])

    def _origin(self, row: Row, place: int | None) -> Origin:
        column = self.places.columns.header[place] if place is not None else ""
        return Origin(row.number, column, text(row, place))


def _spelled(written: str) -> int:
    """An estimate as Jira shows it on screen: 1w 2d 3h."""
    try:
        return amounts.duration(written)
    except ValueError:
        return -1
