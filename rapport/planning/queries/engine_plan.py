"""A project's tasks and links as the engine's plan."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from rapport.calendars.queries.working_time import UID, working_calendar
from rapport.engine.calendar import WorkCalendar
from rapport.engine.plan import Link, Plan, Task
from rapport.projects.models import Dependency, Project
from rapport.projects.models import Task as ProjectTask
from rapport.projects.outline import Outline

END_OF_DAY = time(23, 59)

COLUMNS = (
    "pk", "parent_id", "binned_at", "name", "duration_minutes", "is_milestone", "constraint",
    "constraint_at", "deadline", "percent_complete", "actual_start", "actual_finish",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ProjectPlan:
    """A plan, and where each task stands in the outline. Uids are primary keys as text."""

    plan: Plan
    wbs: dict[str, str]
    levels: dict[str, int]


def project_plan(project: Project) -> ProjectPlan:
    """The plan of a project as it stands now; what is in the bin is not part of it."""
    rows = ProjectTask.objects.filter(project=project).order_by("position", "pk")
    listed = list(rows.values_list(*COLUMNS))
    zone, calendar = ZoneInfo(project.workspace.time_zone), working_calendar()
    places = dict(_places(listed))
    reckon = WorkCalendar.of(calendar)
    tasks = tuple(
        _task(dict(zip(COLUMNS, row, strict=True)), places, zone, reckon)
        for row in listed
        if row[0] in places
    )
    plan = Plan(
        start=datetime.combine(project.starts_on, time()),
        tasks=tasks,
        links=_links(project, places),
        calendars=(calendar,),
        calendar=UID,
    )
    return ProjectPlan(
        plan,
        wbs={str(pk): place.wbs for pk, place in places.items()},
        levels={str(pk): place.level for pk, place in places.items()},
    )


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


def _links(project: Project, places: dict[int, Place]) -> tuple[Link, ...]:
    rows = Dependency.objects.filter(project=project).order_by("pk")
    return tuple(
        Link(str(before), str(after), kind, lag)
        for before, after, kind, lag in rows.values_list(
            "predecessor_id", "successor_id", "kind", "lag_minutes"
        )
        if before in places and after in places
    )


def _task(
    row: dict[str, Any], places: dict[int, Place], zone: ZoneInfo, calendar: WorkCalendar
) -> Task:
    parent, minutes = places[row["pk"]].parent, row["duration_minutes"]
    started, finished = _local(row["actual_start"], zone), _local(row["actual_finish"], zone)
    if finished and not started:
        started = calendar.add(finished, -minutes)
    deadline = row["deadline"]
    return Task(
        uid=str(row["pk"]),
        name=row["name"],
        parent=None if parent is None else str(parent),
        duration_minutes=minutes,
        milestone=row["is_milestone"],
        constraint=row["constraint"],
        constraint_at=_local(row["constraint_at"], zone),
        deadline=datetime.combine(deadline, END_OF_DAY) if deadline else None,
        percent_complete=row["percent_complete"],
        actual_start=started,
        actual_finish=finished,
    )


def _local(at: datetime | None, zone: ZoneInfo) -> datetime | None:
    return at.astimezone(zone).replace(tzinfo=None) if at else None
