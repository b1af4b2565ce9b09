"""The shape of a plan: what is to be done and what waits for what, without days and people.

Pure values that can be written down as JSON. Days are counted from the project's first.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, Self

from rapport.engine.plan import Calendar, Link, Plan, Task

END_OF_DAY = time(23, 59)


@dataclass(frozen=True, slots=True)
class ShapeTask:
    """A task; `parent` is its place among the tasks. `role` is who is to do it, `skills` are the
    levels that they must have at least, by the id of the skill."""

    name: str
    description: str = ""
    parent: int | None = None
    minutes: int = 0
    is_elapsed: bool = False
    is_milestone: bool = False
    visibility: str = "client"
    work: int | None = None
    role: str = ""
    constraint: str = "ASAP"
    tied_after: int | None = None
    tied_at: str = "00:00"
    deadline_after: int | None = None
    least: float | None = None
    most: float | None = None
    skills: Mapping[str, int] = field(default_factory=dict)

    def tied(self, start: date) -> datetime | None:
        """The local moment it is tied to in a project that begins on a day."""
        if self.tied_after is None:
            return None
        day = start + timedelta(days=self.tied_after)
        return datetime.combine(day, time.fromisoformat(self.tied_at))

    def deadline(self, start: date) -> date | None:
        """Its deadline in such a project."""
        return None if self.deadline_after is None else start + timedelta(days=self.deadline_after)


@dataclass(frozen=True, slots=True)
class ShapeLink:
    """A link between two tasks by their places."""

    before: int
    after: int
    kind: str = "FS"
    minutes: float = 0
    percent: float | None = None
    is_elapsed: bool = False


@dataclass(frozen=True, slots=True)
class Shape:
    """All of a plan in the order of its outline: parents stand before their parts."""

    tasks: tuple[ShapeTask, ...]
    links: tuple[ShapeLink, ...] = ()

    @classmethod
    def read(cls, body: Mapping[str, Any]) -> Self:
        """From what `written` wrote."""
        return cls(
            tuple(ShapeTask(**task) for task in body["tasks"]),
            tuple(ShapeLink(**link) for link in body["links"]),
        )

    def written(self) -> dict[str, Any]:
        """As JSON keeps it."""
        return {
            "tasks": [asdict(task) for task in self.tasks],
            "links": [asdict(link) for link in self.links],
        }

    @property
    def roles(self) -> list[str]:
        """Who is needed, each once, in the order of the plan."""
        return list(dict.fromkeys(task.role for task in self.tasks if task.role))

    def levels(self) -> list[int]:
        """How deep each task stands."""
        found: list[int] = []
        for task in self.tasks:
            found.append(0 if task.parent is None else found[task.parent] + 1)
        return found

    def plan(self, start: date, calendars: tuple[Calendar, ...], own: str) -> Plan:
        """The engine's plan of a project that begins on a day; uids are the places."""
        return Plan(
            start=datetime.combine(start, time()),
            tasks=tuple(_task(place, task, start) for place, task in enumerate(self.tasks)),
            links=tuple(map(_link, self.links)),
            calendars=calendars,
            calendar=own,
        )


def _task(place: int, task: ShapeTask, start: date) -> Task:
    deadline = task.deadline(start)
    return Task(
        uid=str(place),
        name=task.name,
        parent=None if task.parent is None else str(task.parent),
        duration_minutes=task.minutes,
        elapsed=task.is_elapsed,
        milestone=task.is_milestone,
        constraint=task.constraint,  # type: ignore[arg-type]
        constraint_at=task.tied(start),
        deadline=datetime.combine(deadline, END_OF_DAY) if deadline else None,
    )


def _link(link: ShapeLink) -> Link:
    ends = str(link.before), str(link.after), link.kind
    if link.percent is not None:
        return Link(*ends, link.percent, "percent", lag_elapsed=link.is_elapsed)  # type: ignore[arg-type]
    return Link(*ends, link.minutes, "elapsed" if link.is_elapsed else "working")  # type: ignore[arg-type]
