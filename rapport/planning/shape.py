"""The shape of a plan: what is to be done and what waits for what, without days and people.

Pure values that can be written down as JSON. Days are counted from the project's first.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, Self, TypeVar

from rapport.engine.plan import Calendar, Link, Plan, Split, Task

Who = TypeVar("Who")
# At least, likely, at most.
Three = tuple[int | None, int | None, int | None]
NOTHING: Three = (None, None, None)

END_OF_DAY = time(23, 59)


@dataclass(frozen=True, slots=True)
class ShapeTask:
    """A task; `parent` is its place among the tasks. `role` is who is to do it, `helpers` are the
    shares of their time, in percent, that other roles give; `skills` are the levels that they must
    have at least, by the id of the skill. `cost` are minor units, by the names of `TaskCost`;
    `ways` are other ways to do it, as whoever knows them writes them (`planning.offers`)."""

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
    keeps: str = "units"
    ignores_people: bool = False
    pauses: tuple[tuple[int, int], ...] = ()
    helpers: Mapping[str, int] = field(default_factory=dict)
    cost: Mapping[str, int] = field(default_factory=dict)
    ways: tuple[Mapping[str, Any], ...] = ()

    @classmethod
    def read(cls, said: Mapping[str, Any]) -> Self:
        """From what stands in a body, of which JSON has made lists."""
        pauses = tuple((after, gap) for after, gap in said.get("pauses", ()))
        return cls(**{**said, "pauses": pauses, "ways": tuple(said.get("ways", ()))})

    @property
    def roles(self) -> list[str]:
        """Who is to do it, then who helps."""
        return [role for role in (self.role, *self.helpers) if role]

    def helped_by(self, people: Mapping[str, Who]) -> dict[Who | str, int]:
        """Who helps, with which share, where people take roles. A role stands by its name where
        nobody takes it, and where whoever does is responsible for the task already."""
        responsible, found = people.get(self.role), dict[Who | str, int]()
        for role, percent in self.helpers.items():
            who = people.get(role)
            place = role if who is None or who == responsible else who
            found[place] = found.get(place, 0) + percent
        return found

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
class ShapeRisk:
    """What may happen: how likely, in percent, the tasks that it would delay by their places, by
    how many minutes of work, and what it would cost, in minor units."""

    name: str
    percent: int
    tasks: tuple[int, ...] = ()
    delay: Three = NOTHING
    cost: Three = NOTHING

    @classmethod
    def read(cls, said: Mapping[str, Any]) -> Self:
        """From what stands in a body."""
        delay, cost = tuple(said["delay"]), tuple(said["cost"])
        return cls(said["name"], said["percent"], tuple(said["tasks"]), delay, cost)


@dataclass(frozen=True, slots=True)
class Shape:
    """All of a plan in the order of its outline: parents stand before their parts."""

    tasks: tuple[ShapeTask, ...]
    links: tuple[ShapeLink, ...] = ()
    risks: tuple[ShapeRisk, ...] = ()

    @classmethod
    def read(cls, body: Mapping[str, Any]) -> Self:
        """From what `written` wrote."""
        return cls(
            tuple(map(ShapeTask.read, body["tasks"])),
            tuple(ShapeLink(**link) for link in body["links"]),
            tuple(map(ShapeRisk.read, body.get("risks", ()))),
        )

    def written(self) -> dict[str, Any]:
        """As JSON keeps it."""
        return {
            "tasks": [asdict(task) for task in self.tasks],
            "links": [asdict(link) for link in self.links],
            "risks": [asdict(risk) for risk in self.risks],
        }

    @property
    def roles(self) -> list[str]:
        """Who is needed, each once, in the order of the plan."""
        return list(dict.fromkeys(role for task in self.tasks for role in task.roles))

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
        splits=tuple(Split(after, gap) for after, gap in task.pauses),
    )


def _link(link: ShapeLink) -> Link:
    ends = str(link.before), str(link.after), link.kind
    if link.percent is not None:
        return Link(*ends, link.percent, "percent", lag_elapsed=link.is_elapsed)  # type: ignore[arg-type]
    return Link(*ends, link.minutes, "elapsed" if link.is_elapsed else "working")  # type: ignore[arg-type]
