"""What people write into the cells of a plan, read as values: a closed list of columns."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from rapport.accounts.models import Member
from rapport.lib.reader import Reader
from rapport.lib.refusal import Refused
from rapport.planning.queries.days_of_finish import finish_days
from rapport.projects.durations import Length
from rapport.projects.models import Project, Task
from rapport.projects.operations.writing import Line, waits_of
from rapport.projects.queries.people import assignable
from rapport.projects.views.field_values import NotUnderstood
from rapport.projects.views.task_fields import FIELDS
from rapport.projects.waits import NotRead, Wait, read, shown
from rapport.ui.words import day as day_in_words

WAITS, FINISH = "waits", "finish"
COLUMNS = ("name", WAITS, "assignee", "duration", "constraint_at", FINISH)
MOST = 500  # lines at once


class ChangedMeanwhile(Refused):
    """Somebody else has written into one of the cells; `text` and `value` are theirs."""

    def __init__(self, text: str, value: str) -> None:
        super().__init__(text)
        self.text, self.value = text, value


@dataclass(frozen=True, slots=True)
class Written:
    """The words for the cells of one task, and on which words each is based; none: a new task."""

    task: Task | None
    cells: Mapping[str, str]
    was: Mapping[str, str]


class Reading:
    """Reads cells for the tasks of a project, for somebody who sees these people."""

    def __init__(self, project: Project, reader: Reader) -> None:
        self._project, self._reader = project, reader
        self._people: dict[str, Member] | None = None

    def lines(self, written: Sequence[Written]) -> list[Line]:
        """All of them, or a refusal with a sentence; `ends` is what they leave out."""
        known = waits_of(self._project, [one.task.pk for one in written if one.task])
        return [self._line(one, known.get(one.task.pk, []) if one.task else []) for one in written]

    def ends(self, written: Sequence[Written], lines: Sequence[Line]) -> dict[int, date]:
        """The days on which tasks are to end, by the place of their line. What takes no time has
        no other end than its beginning."""
        pks = [one.task.pk for one in written if one.task and FINISH in one.cells]
        held = finish_days(self._project, pks) if pks else {}
        found = {}
        for place, (one, line) in enumerate(zip(written, lines, strict=True)):
            day = FIELDS["deadline"].parse(one.cells.get(FINISH, ""), Task())
            known = held.get(one.task.pk) if one.task else None
            self._require_same(one, FINISH, known.isoformat() if known else "", shown_day(known))
            if day and _takes_time(one.task, line):
                found[place] = day
        return found

    def _line(self, written: Written, waits: list[Wait]) -> Line:
        blank = Task(project=self._project, workspace=self._project.workspace)
        task = written.task or blank
        if written.task is None and not written.cells.get("name", "").strip():
            raise NotUnderstood(_("A new task needs a name."))
        values: dict[str, Any] = {}
        for name, text in written.cells.items():
            if name not in COLUMNS:
                raise NotUnderstood(_("There is no such field."))
            if name == FINISH:
                continue
            if name == WAITS:
                self._require_same(written, name, shown(waits), shown(waits))
                continue
            held = FIELDS[name]
            self._require_same(written, name, held.value(task), str(held.text(task)))
            values |= self._values(name, text, task)
        said = written.cells.get(WAITS)
        return Line(written.task, values, None if said is None else waits_in(said))

    def _require_same(self, written: Written, name: str, value: str, text: str) -> None:
        if written.task and written.was.get(name, value).strip() != value.strip():
            raise ChangedMeanwhile(text or "—", value)

    def _values(self, name: str, text: str, task: Task) -> dict[str, Any]:
        if name == "assignee":
            return {"assignee_id": self._person(text), "assignee_name": ""}
        if name == "constraint_at":
            return _tied(FIELDS[name].parse(text, task))
        value = FIELDS[name].parse(text, task)
        if isinstance(value, Length):
            return {
                "duration_minutes": value.minutes,
                "is_elapsed": value.is_elapsed,
                "is_milestone": task.is_milestone and not value.minutes,
            }
        return {name: value}

    def _person(self, text: str) -> int | None:
        """A member by id, name or address; nobody for nothing."""
        text = text.strip()
        if not text:
            return None
        if self._people is None:
            found = list(assignable(self._reader))
            by_name = {one.name.casefold(): one for one in found}
            by_mail = {one.user.email.casefold(): one for one in found}
            self._people = by_name | by_mail | {str(one.pk): one for one in found}
        person = self._people.get(text.casefold())
        if person is None:
            raise NotUnderstood(_("There is nobody called “%(name)s” here.") % {"name": text[:80]})
        return person.pk


def shown_day(day: date | None) -> str:
    """A day as the table shows it."""
    return day_in_words(day, localdate()) if day else "—"


def waits_in(text: str) -> list[Wait]:
    """What a task waits for. Raises a refusal that names the part that cannot be read."""
    try:
        return read(text)
    except NotRead as error:
        said = _("“%(part)s” is no link. Write links like 3FS+2d; 7SS-50%%; 12FF+4eh.")
        raise NotUnderstood(said % {"part": error.part[:40]}) from error


def _tied(when: datetime | None) -> dict[str, Any]:
    kind = Task.Constraint.SNET if when else Task.Constraint.ASAP
    return {"constraint": kind, "constraint_at": when}


def _takes_time(task: Task | None, line: Line) -> bool:
    if "duration_minutes" in line.values:
        return bool(line.values["duration_minutes"])
    return task is None or not task.is_milestone
