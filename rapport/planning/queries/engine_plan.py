"""A project's tasks and links as the engine's plan."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta
from typing import Any, cast

from rapport.engine.plan import Link, LinkKind, Plan, Task
from rapport.planning.queries.client_hours import is_theirs
from rapport.planning.queries.frame import Frame
from rapport.planning.queries.people_hours import peopled_frame
from rapport.planning.queries.timings import Timings, by_client_hours, timings_of
from rapport.projects.durations import Lag
from rapport.projects.models import Dependency, Project
from rapport.projects.models import Task as ProjectTask
from rapport.projects.outline import Outline
from rapport.workspaces.prepared import Question

END_OF_DAY = time(23, 59)

COLUMNS = (
    "pk", "parent_id", "binned_at", "name", "duration_minutes", "is_milestone", "constraint",
    "constraint_at", "deadline", "percent_complete", "actual_start", "actual_finish",
    "is_elapsed", "assignee_id", "assignee_name", "work_minutes", "turn",
)  # fmt: skip
LINK = (
    "predecessor_id", "successor_id", "kind", "lag_minutes", "lag_percent", "lag_is_elapsed",
)  # fmt: skip

_TASKS = Question(
    lambda project: (
        ProjectTask.objects.filter(project=project).order_by("position", "pk").values_list(*COLUMNS)
    )
)
_LINKS = Question(
    lambda project: Dependency.objects.filter(project=project).order_by("pk").values_list(*LINK)
)


@dataclass(frozen=True, slots=True)
class ProjectPlan:
    """A plan, and where each task stands in the outline. Uids are primary keys as text."""

    plan: Plan
    frame: Frame
    wbs: dict[str, str]
    levels: dict[str, int]
    timings: Timings


@dataclass(frozen=True, slots=True)
class Stored:
    """The rows that a plan is read from: of tasks in the order of `COLUMNS`, the bin included.

    `parts` are tasks yet to be made that take over work of another, by its id.
    """

    tasks: list[tuple[Any, ...]]
    links: tuple[Link, ...]
    timings: Timings
    parts: Mapping[int, int] = field(default_factory=dict)

    @property
    def hands(self) -> set[int | None]:
        """Who has a live task of it, or helps on one."""
        place, helpers = COLUMNS.index("assignee_id"), self.timings.helpers.values()
        return {row[place] for row in self.tasks if row[2] is None}.union(*helpers)


def stored(project: Project) -> Stored:
    """What people decided of a project's plan, as it is kept now."""
    tasks = _TASKS(project.pk)
    live = {str(row[0]) for row in tasks if row[2] is None}
    return Stored(tasks, _links(project, live), timings_of(project))


def project_plan(project: Project) -> ProjectPlan:
    """The plan of a project as it stands now; what is in the bin is not part of it."""
    return plan_of(project, stored(project))


def plan_of(project: Project, rows: Stored) -> ProjectPlan:
    """The plan of a project if these were its rows."""
    frame, timings = peopled_frame(project, rows.hands), rows.timings
    places = dict(_places(rows.tasks))
    tasks = tuple(
        _task(dict(zip(COLUMNS, row, strict=True)), _uid(places[row[0]].parent), frame, timings)
        for row in rows.tasks
        if row[0] in places
    )
    plan = Plan(
        start=frame.start(),
        tasks=tasks,
        links=rows.links,
        calendars=frame.definitions,
        calendar=frame.own,
        **frame.reckoning(),
    )
    return ProjectPlan(
        plan,
        frame,
        wbs={str(pk): place.wbs for pk, place in places.items()},
        levels={str(pk): place.level for pk, place in places.items()},
        timings=timings,
    )


def tasks_anew(found: ProjectPlan, held: Sequence[Task]) -> list[Task] | None:
    """Some tasks of a plan as they stand now, where they stood; None when one is there no more."""
    rows = ProjectTask.objects.filter(project=found.frame.project)
    rows = rows.filter(pk__in=[int(task.uid) for task in held], binned_at=None)
    listed = {
        str(row[0]): dict(zip(COLUMNS, row, strict=True)) for row in rows.values_list(*COLUMNS)
    }
    if len(listed) < len(held):
        return None
    return [_task(listed[task.uid], task.parent, found.frame, found.timings) for task in held]


def links_anew(
    project: Project, links: Sequence[Link], successors: Collection[int]
) -> tuple[Link, ...]:
    """The links of a plan, those that lead to some tasks as they stand now."""
    known = {str(pk) for pk in successors}
    kept = [link for link in links if link.successor not in known]
    rows = Dependency.objects.filter(project=project, predecessor__binned_at=None)
    anew = rows.filter(successor__in=successors).order_by("pk")
    return (*kept, *_read(anew.values_list(*LINK)))


@dataclass(frozen=True, slots=True)
class Place:
    """Where a live task stands: its nearest live ancestor, its number, its level."""

    parent: int | None
    wbs: str
    level: int


def _places(rows: list[Any]) -> Iterator[tuple[int, Place]]:
    """A live task under a binned one stands where that one stood."""
    above = {row[0]: row[1] for row in rows}
    live = [row[0] for row in rows if row[2] is None]
    known = set(live)

    def parent_of(pk: int) -> int | None:
        parent: int | None = above.get(pk)
        while parent is not None and parent not in known:
            parent = above.get(parent)
        return parent

    outline = Outline((pk, parent_of(pk)) for pk in live)
    numbers: list[int] = []
    for pk, level in outline.walk():
        del numbers[level + 1 :]
        if len(numbers) == level:
            numbers.append(0)
        numbers[level] += 1
        yield pk, Place(outline.parent(pk), ".".join(map(str, numbers)), level)


def _links(project: Project, known: Collection[str]) -> tuple[Link, ...]:
    return tuple(
        link
        for link in _read(_LINKS(project.pk))
        if link.predecessor in known and link.successor in known
    )


def _read(rows: Iterable[tuple[Any, ...]]) -> Iterator[Link]:
    for before, after, kind, minutes, percent, is_elapsed in rows:
        lag = Lag(minutes, percent, is_elapsed)
        yield link_of(str(before), str(after), cast(LinkKind, kind), lag)


def link_of(before: str, after: str, kind: LinkKind, lag: Lag) -> Link:
    """A link as the engine has it."""
    if lag.percent is not None:
        return Link(before, after, kind, lag.percent, "percent", lag_elapsed=lag.is_elapsed)
    return Link(before, after, kind, lag.minutes, "elapsed" if lag.is_elapsed else "working")


def _uid(pk: int | None) -> str | None:
    return None if pk is None else str(pk)


def _task(row: dict[str, Any], parent: str | None, frame: Frame, timings: Timings) -> Task:
    minutes = row["duration_minutes"]
    started, finished = frame.local(row["actual_start"]), frame.local(row["actual_finish"])
    deadline = row["deadline"]
    task = Task(
        uid=str(row["pk"]),
        name=row["name"],
        parent=parent,
        duration_minutes=minutes,
        elapsed=row["is_elapsed"],
        milestone=row["is_milestone"],
        constraint=row["constraint"],
        constraint_at=frame.local(row["constraint_at"]),
        deadline=datetime.combine(deadline, END_OF_DAY) if deadline else None,
        percent_complete=row["percent_complete"],
        actual_start=started,
        actual_finish=finished,
    )
    task = timings.put_on(task, frame, row["assignee_id"], row["assignee_name"])
    if is_theirs(row["turn"], row["assignee_id"], row["assignee_name"]):
        task = by_client_hours(task, frame)
    return _begun(task, frame) if finished and not started else task


def _begun(task: Task, frame: Frame) -> Task:
    """Work of which only the end is known began as long before it as it takes."""
    if task.actual_finish is None:
        return task
    if task.elapsed:
        start = task.actual_finish - timedelta(minutes=task.duration_minutes)
    else:
        calendar = frame.calendar(task.calendar)
        start = calendar.add(task.actual_finish, -task.duration_minutes)
    return replace(task, actual_start=start)
