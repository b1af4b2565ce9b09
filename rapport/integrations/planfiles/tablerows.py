"""The rows of a plain table as tasks, their outline and their links."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Self

from rapport.integrations.planfiles import amounts, linktext, states
from rapport.integrations.planfiles.assembly import Assembly, Origin, words
from rapport.integrations.planfiles.dates import DateForm
from rapport.integrations.planfiles.names import Found, Names
from rapport.integrations.planfiles.outline import Outline
from rapport.integrations.planfiles.records import PlanLink, PlanTask
from rapport.integrations.planfiles.rows import Row, text
from rapport.integrations.planfiles.wording import gettext_noop as _

NO_AMOUNT = _("This is not an amount of time.")
NO_PERCENT = _("This is not a percentage from 0 to 100.")
NO_ANSWER = _("This says neither yes nor no.")
NO_STATE = _("This status is not known; the task counts as not started.")
NO_LAG = _("This does not say how long the task waits.")

UNIT_WORDS = {
    amounts.HOUR: ("(h", "[h", "hour", "stunde", "std", "heure", "hora"),
    amounts.DAY: ("(d", "[d", "day", "tag", "pt", "jour", "(j", "[j", "día", "dia"),
    amounts.WEEK: ("week", "woche", "semaine", "semana"),
    1: ("minute", "(min", "[min", "minuto"),
}


@dataclass(frozen=True, slots=True)
class Units:
    """What bare numbers of a column count in."""

    duration: int = amounts.DAY
    work: int = amounts.HOUR
    spent: int = amounts.HOUR
    shares: bool = False

    @classmethod
    def of(cls, header: Sequence[str], places: dict[str, int], rows: Sequence[Row]) -> Self:
        """As the header says ('Effort (days)'), else the usual."""
        percents = [found for row in rows if (found := text(row, places.get("percent")))]
        return cls(
            _unit(header, places.get("duration"), amounts.DAY),
            _unit(header, places.get("work"), amounts.HOUR),
            _unit(header, places.get("spent"), amounts.HOUR),
            amounts.are_shares(percents),
        )


def _unit(header: Sequence[str], place: int | None, usual: int) -> int:
    name = header[place].casefold() if place is not None else ""
    found = (unit for unit, hints in UNIT_WORDS.items() if any(hint in name for hint in hints))
    return next(found, usual)


@dataclass(slots=True)
class RowReader:
    """Reads each row into the gathering; call `read` once."""

    header: Sequence[str]
    places: dict[str, int]
    form: DateForm
    units: Units
    gathering: Assembly
    names: Names = field(default_factory=Names)
    positions: dict[str, str] = field(default_factory=dict)
    rows: dict[str, Row] = field(default_factory=dict)  # that were taken, by their uids

    def read(self, rows: Sequence[Row]) -> None:
        """All rows: the tasks first, then what they are part of and wait for."""
        outline = Outline.of([self._raw(row, "name") for row in rows])
        taken: list[tuple[str, Row]] = []
        for count, row in enumerate(rows, 1):
            uid = self._cell(row, "id") or self._wbs_id(row) or str(count)
            if self.gathering.add(self._task(uid, row)):
                self.names.add(uid, self._cell(row, "name"))
                self.positions[str(count)], self.rows[uid] = uid, row
                taken.append((uid, row))
                outline.stand(
                    uid,
                    wbs=self._cell(row, "wbs"),
                    level=self._cell(row, "level"),
                    name=self._raw(row, "name"),
                )
        for uid, row in taken:
            self._belong(uid, row, outline.parents.get(uid))
            self._wait(uid, row)

    def _wbs_id(self, row: Row) -> str:
        """Where rows are not numbered, predecessors may name them by their outline number."""
        return "" if "id" in self.places else self._cell(row, "wbs")

    def _task(self, uid: str, row: Row) -> PlanTask:
        duration, is_elapsed = self._duration(row)
        percent = self._percent(row)
        finished_on = self._day(row, "finished_on")
        state = self._state(row, percent, finished_on)
        milestone = self._yes(row, "milestone") or duration == 0
        return PlanTask(
            uid=uid,
            name=self._cell(row, "name"),
            description=self._cell(row, "description"),
            milestone=milestone,
            start=self._day(row, "start"),
            finish=self._day(row, "finish"),
            due=self._day(row, "due"),
            duration_minutes=duration,
            is_elapsed=is_elapsed,
            work_minutes=self._minutes(row, "work", self.units.work),
            spent_minutes=self._minutes(row, "spent", self.units.spent) or 0,
            percent_complete=100 if state == states.DONE else percent or 0,
            state=state,
            finished_on=finished_on if state == states.DONE else None,
            assignees=self._people(row),
            labels=tuple(dict.fromkeys(words(self._cell(row, "labels")))),
            row=row.number,
        )

    def _belong(self, uid: str, row: Row, above: str | None) -> None:
        named = self._cell(row, "parent")
        if not named:
            if above:
                self.gathering.belongs(uid, above, Origin(row.number))
            return
        found = self.names.find(named, but=uid)
        if found.uid:
            self.gathering.belongs(uid, found.uid, self._origin(row, "parent"))
        else:
            self.gathering.refuse(self._origin(row, "parent"), found.reason)

    def _wait(self, uid: str, row: Row) -> None:
        written = self._cell(row, "predecessors")
        whole = self.names.find(written) if written else None
        pieces = [written] if whole and whole.uid else linktext.split(written)
        for piece in pieces:
            origin = Origin(row.number, self.header[self.places["predecessors"]], piece)
            try:
                link = linktext.parse(piece)
            except ValueError:
                self.gathering.refuse(origin, NO_LAG)
                continue
            exact = self.names.find(piece)  # a name may end like a link does ('Paint SS')
            found = exact if exact.uid else self._target(link.target)
            if not found.uid:
                self.gathering.refuse(origin, found.reason)
            elif exact.uid:
                self.gathering.link(uid, PlanLink(found.uid), origin)
            else:
                lag = (link.lag_minutes, link.percent, link.is_elapsed)
                self.gathering.link(uid, PlanLink(found.uid, link.kind, *lag), origin)

    def _target(self, named: str) -> Found:
        """The task of this id, outline number or name; where none are numbered, by position."""
        found = self.names.find(named)
        if not found.uid and "id" not in self.places and named in self.positions:
            return Found(self.positions[named])
        return found

    def _people(self, row: Row) -> tuple[str, ...]:
        """Microsoft Project writes how much of a person: 'Anna[50%]'."""
        written = self._cell(row, "assignees")
        names = words(written, ";\n") if ";" in written else words(written, ",\n")
        return self.gathering.people(name.split("[")[0] for name in names)

    def _state(self, row: Row, percent: int | None, finished_on: date | None) -> str:
        written = self._cell(row, "state")
        found = states.state(written) if written else None
        if found is None and written:
            try:
                found = states.DONE if amounts.yes(written) else None
            except ValueError:
                self.gathering.refuse(self._origin(row, "state"), NO_STATE)
        if percent == 100 or (finished_on and found is None):
            return states.DONE
        if found in (None, states.TODO) and percent:
            return states.DOING
        return found or states.TODO

    def _percent(self, row: Row) -> int | None:
        return self._parsed(
            row,
            "percent",
            lambda cell: amounts.percent(cell, share=self.units.shares),
            NO_PERCENT,
        )

    def _duration(self, row: Row) -> tuple[int | None, bool]:
        """How long a task takes, and whether that runs around the clock."""
        try:
            found = amounts.elapsed(self._cell(row, "duration"))
        except ValueError:
            return self._minutes(row, "duration", self.units.duration), False
        return max(0, found), True

    def _minutes(self, row: Row, name: str, unit: int) -> int | None:
        def parse(cell: str) -> int:
            found = amounts.duration(cell, unit)
            if found < 0:
                raise ValueError(cell)
            return found

        return self._parsed(row, name, parse, NO_AMOUNT)

    def _yes(self, row: Row, name: str) -> bool:
        return bool(self._parsed(row, name, amounts.yes, NO_ANSWER))

    def _parsed(self, row: Row, name: str, parse: Callable[[str], int], reason: str) -> int | None:
        written = self._cell(row, name)
        try:
            return parse(written) if written else None
        except ValueError:
            self.gathering.refuse(self._origin(row, name), reason)
            return None

    def _day(self, row: Row, name: str) -> date | None:
        return self.gathering.day(self.form, self._origin(row, name))

    def _cell(self, row: Row, name: str) -> str:
        return text(row, self.places.get(name))

    def _raw(self, row: Row, name: str) -> str:
        """The cell with the spaces before it: they may be the outline."""
        place = self.places.get(name)
        return row.cells[place] if place is not None and place < len(row.cells) else ""

    def _origin(self, row: Row, name: str) -> Origin:
        place = self.places.get(name)
        column = self.header[place] if place is not None else ""
        return Origin(row.number, column, self._cell(row, name))
