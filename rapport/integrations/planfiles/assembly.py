"""Gathers what a reader finds and makes the plan of it; what cannot be kept is refused."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import PurePath

from rapport.integrations.planfiles.dates import DateForm
from rapport.integrations.planfiles.records import (
    PlanFile,
    PlanFileError,
    PlanLink,
    PlanPerson,
    PlanTask,
    Refusal,
)
from rapport.integrations.planfiles.wording import gettext_noop as _

NO_TASKS = _("No task was found in the file.")
NO_NAME = _("The row has no task name.")
TWICE = _("Another row has the same id; only the first was taken over.")
NO_DATE = _("This is not a date.")
OWN_LINK = _("A task cannot wait for itself.")
NO_TARGET = _("The task it points to is not in this file.")
OWN_PARENT = _("A task cannot be part of itself.")
NO_PARENT = _("The task it belongs to is not in this file; it stands at the top level.")
PARENT_CIRCLE = _("The tasks are part of each other in a circle; this one stands at the top level.")
LINKED_TWICE = _("The same two tasks are linked more than once; only the first was taken over.")

_ADDRESS = re.compile(r"^\s*(.*?)\s*<?([^\s<>@,;]+@[^\s<>@,;]+\.[^\s<>@,;]+)>?\s*$")


@dataclass(frozen=True, slots=True)
class Origin:
    """Where in the file something stands, for the error file."""

    row: int | None
    column: str = ""
    value: str = ""


@dataclass(slots=True)
class Assembly:
    """Tasks first, then what binds them: a link or parent may name a later row."""

    source: str
    name: str
    refusals: list[Refusal] = field(default_factory=list)
    _tasks: dict[str, PlanTask] = field(default_factory=dict)
    _people: dict[str, PlanPerson] = field(default_factory=dict)
    _links: list[tuple[str, PlanLink, Origin]] = field(default_factory=list)
    _parents: list[tuple[str, str, Origin]] = field(default_factory=list)

    def refuse(self, origin: Origin, reason: str) -> None:
        """Note what was not taken over."""
        self.refusals.append(Refusal(origin.row, origin.column, origin.value, reason))

    def add(self, task: PlanTask) -> bool:
        """Take a task; one without a name or with a uid that is taken is refused."""
        if not task.name.strip():
            self.refuse(Origin(task.row, "", task.uid), NO_NAME)
            return False
        if task.uid in self._tasks:
            self.refuse(Origin(task.row, "", task.uid), TWICE)
            return False
        self._tasks[task.uid] = task
        return True

    def link(self, task: str, link: PlanLink, origin: Origin) -> None:
        """`task` waits for `link.predecessor`."""
        self._links.append((task, link, origin))

    def belongs(self, task: str, parent: str, origin: Origin) -> None:
        """`task` is part of `parent`."""
        self._parents.append((task, parent, origin))

    def person(self, name: str, email: str = "") -> str:
        """The name to give work to. An address written as a name is one all the same."""
        found = _ADDRESS.match(name)
        if found:
            name, email = found[1].strip('" ') or found[2], email or found[2]
        key = name or email
        known = self._people.get(key)
        if key and (known is None or (email and not known.email)):
            self._people[key] = PlanPerson(key, email)
        return key

    def people(self, names: Iterable[str]) -> tuple[str, ...]:
        """Several people, each once, in their order."""
        return tuple(dict.fromkeys(found for name in names if (found := self.person(name.strip()))))

    def day(self, form: DateForm, origin: Origin) -> date | None:
        """A date of the file; what is none is refused and left out."""
        try:
            return form.read(origin.value)
        except ValueError:
            self.refuse(origin, NO_DATE)
            return None

    def has(self, uid: str) -> bool:
        """Whether a task of this uid was taken."""
        return uid in self._tasks

    def build(self, unknown: Iterable[str] = (), start: date | None = None) -> PlanFile:
        """The plan: links and parents that lead nowhere are refused."""
        if not self._tasks:
            raise PlanFileError(NO_TASKS)
        self._place_parents()
        self._place_links()
        return PlanFile(
            source=self.source,
            name=self.name,
            tasks=tuple(self._tasks.values()),
            people=tuple(self._people.values()),
            start=start,
            refusals=tuple(self.refusals),
            unknown_columns=tuple(dict.fromkeys(unknown)),
        )

    def _place_parents(self) -> None:
        parents: dict[str, str] = {}
        for uid, parent, origin in self._parents:
            if uid not in self._tasks or uid in parents:
                continue
            if uid == parent:
                self.refuse(origin, OWN_PARENT)
            elif parent not in self._tasks:
                self.refuse(origin, NO_PARENT)
            elif uid in _line(parent, parents):
                self.refuse(origin, PARENT_CIRCLE)
            else:
                parents[uid] = parent
                self._tasks[uid] = replace(self._tasks[uid], parent=parent)

    def _place_links(self) -> None:
        placed: dict[str, list[PlanLink]] = {}
        seen: dict[tuple[str, str], PlanLink] = {}
        for uid, link, origin in self._links:
            pair = (uid, link.predecessor)
            if uid == link.predecessor:
                self.refuse(origin, OWN_LINK)
            elif uid not in self._tasks or link.predecessor not in self._tasks:
                self.refuse(origin, NO_TARGET)
            elif pair not in seen:
                seen[pair] = link
                placed.setdefault(uid, []).append(link)
            elif seen[pair] != link:  # tools write each link at both ends: that is no news
                self.refuse(origin, LINKED_TWICE)
        for uid, links in placed.items():
            self._tasks[uid] = replace(self._tasks[uid], links=tuple(links))


def _line(uid: str, parents: dict[str, str]) -> set[str]:
    """A task and all it is part of."""
    line = {uid}
    while (above := parents.get(uid)) and above not in line:
        line.add(above)
        uid = above
    return line


def stem(name: str) -> str:
    """The file's name without folder and ending, as the plan's name."""
    return PurePath(name.replace("\\", "/")).stem.strip() or name


def words(written: str, separators: str = ",;\n") -> list[str]:
    """A cell that lists things."""
    pieces = re.split(f"[{re.escape(separators)}]", written)
    return [piece.strip() for piece in pieces if piece.strip()]
