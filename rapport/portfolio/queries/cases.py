"""The plans of all running projects as one case for levelling, and what an answer does to them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import product
from typing import Any

from rapport.engine.plan import Plan, Schedule, ScheduledTask, Task
from rapport.lib.roles import Role
from rapport.planning.circles import schedule_anyway
from rapport.planning.expectation import as_of
from rapport.planning.queries.engine_plan import COLUMNS, Stored, plan_of, stored
from rapport.portfolio.case import WHOLE, Case, Job, Option
from rapport.portfolio.models import Way
from rapport.portfolio.queries.pieces import (
    Part,
    helpers,
    kept_hours,
    parts_left,
    shares_beside,
)
from rapport.projects.models import Project
from rapport.projects.models import Task as ProjectTask
from rapport.promises.models import Promise
from rapport.resourcing.own_hours import OwnHours
from rapport.resourcing.queries.hours import everybody
from rapport.resourcing.queries.people import bookable
from rapport.resourcing.queries.skills import able

FREE = ("ASAP", "SNET")
ALL = 100
AHEAD = timedelta(days=366 * 6)
# What ends later moves nobody now; the years between are room for what has to wait.
LOOKED_AT = timedelta(days=366 * 4)


@dataclass(frozen=True)
class Look:
    """A project's plan as it is to be expected today, and its dates."""

    project: Project
    plan: Plan
    placed: Schedule
    of: Mapping[str, ScheduledTask]
    # Our open promises: their id, and the task they hang on, if any.
    promises: Sequence[tuple[int, int | None]]

    def moved(self, starts: Mapping[int, datetime]) -> "Look":
        """The same with some tasks beginning no earlier than said."""
        wanted = {str(pk): at for pk, at in starts.items()}
        tasks = tuple(
            replace(task, constraint="SNET", constraint_at=wanted[task.uid])
            if task.uid in wanted
            else task
            for task in self.plan.tasks
        )
        return _look(self.project, replace(self.plan, tasks=tasks), self.promises)


@dataclass(frozen=True, slots=True)
class Owner:
    """What the database knows of a task beyond its plan."""

    member: int | None
    duration: int
    work: int | None
    percent: int
    is_elapsed: bool
    helpers: Sequence[Part] = ()


def looks(*, today: date) -> list[Look]:
    """Every running project whose plan has tasks; a few queries a project."""
    found = []
    for project in Project.objects.active().select_related("workspace").order_by("pk"):
        look = _expected(project, stored(project), _promises(project), today)
        if look is not None:
            found.append(look)
    return found


# What a task would be: some of its fields, by their names.
Changes = Mapping[int, Mapping[str, Any]]


def changed(look: Look, changes: Changes, *, today: date) -> Look:
    """The same with some tasks in other hands, or done in another way."""
    ours = {pk: fields for pk, fields in changes.items() if str(pk) in look.of}
    if not ours:
        return look
    rows = stored(look.project)
    for number, row in enumerate(rows.tasks):
        if row[0] in ours:
            fields = {**dict(zip(COLUMNS, row, strict=True)), **ours[row[0]]}
            rows.tasks[number] = tuple(fields[name] for name in COLUMNS)
    return _expected(look.project, rows, look.promises, today) or look


def case_of(found: Iterable[Look], *, today: date, changes: Changes | None = None) -> Case:
    """All that ends within `LOOKED_AT` as one case, some tasks changed."""
    listed = list(found)
    owners, due = _owners(listed, changes or {}), _due(listed)
    known = everybody(today, today + AHEAD)
    until = today + LOOKED_AT
    jobs = [
        job for look in listed for job in _jobs(look, owners, due) if job.finish.date() <= until
    ]
    there = {job.pk for job in jobs}
    links = [
        pair for look in listed for pair in kept_links(look.plan, look.of) if there.issuperset(pair)
    ]

    def hours(member: int | None) -> OwnHours:
        return known.workspace if member is None else known.of(member)

    kept = kept_hours(today=today, until=today + AHEAD)
    people = list(bookable().exclude(role=Role.GUEST).values_list("pk", flat=True))
    can = able(people)
    return Case(today, jobs, sorted(set(links)), hours, {}, kept, can, _options())


def _expected(
    project: Project, rows: Stored, promises: Sequence[tuple[int, int | None]], today: date
) -> Look | None:
    """A plan as it is to be expected today; None where it has no tasks."""
    plan = plan_of(project, rows).plan
    if not plan.tasks:
        return None
    placed, _circle = schedule_anyway(plan)
    expected = as_of(plan, placed, datetime.combine(today, time()))
    return _look(project, expected or plan, promises)


def _look(project: Project, plan: Plan, promises: Sequence[tuple[int, int | None]]) -> Look:
    placed, _circle = schedule_anyway(plan)
    return Look(project, plan, placed, placed.by_uid(), promises)


def _promises(project: Project) -> list[tuple[int, int | None]]:
    ours = Promise.objects.open().filter(side=Promise.Side.US, project=project)
    return list(ours.order_by("due_on", "pk").values_list("pk", "task_id"))


def _options() -> dict[int, list[Option]]:
    """By task, the ways noted for it, where none is taken."""
    found: dict[int, list[Option]] = defaultdict(list)
    noted = Way.objects.live().filter(task__in=ProjectTask.objects.open())
    taken = noted.exclude(taken_at=None).values("task")
    for way in noted.exclude(task__in=taken).order_by("pk"):
        values = way.duration_minutes, way.work_minutes, way.price
        found[way.task_id].append(Option(way.pk, *values, way.is_ours))
    return found


def _owners(found: list[Look], changes: Changes) -> dict[int, Owner]:
    rows = ProjectTask.objects.live().filter(project__in=[look.project.pk for look in found])
    named = ("assignee_id", "duration_minutes", "work_minutes", "percent_complete", "is_elapsed")
    owners, helping = {}, helpers()
    for pk, *values in rows.values_list("pk", *named):
        fields = {**dict(zip(named, values, strict=True)), **changes.get(pk, {})}
        owner = Owner(*(fields[name] for name in named))
        owners[pk] = replace(owner, helpers=helping.get(pk, ()))
    return owners


def _due(found: list[Look]) -> dict[int, date]:
    """By when tasks must be done: a promise of ours on the task, or on all of the project."""
    ours = Promise.objects.open().filter(
        side=Promise.Side.US, project__in=[look.project.pk for look in found]
    )
    tasks_of = {look.project.pk: [int(task.uid) for task in look.plan.tasks] for look in found}
    due: dict[int, date] = {}
    for project, task, day in ours.values_list("project_id", "task_id", "due_on"):
        for pk in tasks_of[project] if task is None else [task]:
            due[pk] = min(day, due.get(pk, date.max))
    return due


def _jobs(look: Look, owners: Mapping[int, Owner], due: Mapping[int, date]) -> Iterator[Job]:
    for task in look.plan.tasks:
        where, owner = look.of[task.uid], owners.get(int(task.uid))
        done = task.actual_finish is not None or task.percent_complete >= ALL
        if where.summary or done or not task.active or owner is None:
            continue
        days = [task.deadline.date() if task.deadline else None, due.get(int(task.uid))]
        yield Job(
            int(task.uid), where.start, where.finish, *_effort(task, owner), owner.member,
            stays=_stays(task), has_begun=task.actual_start is not None,
            due=min((day for day in days if day), default=None), slack=round(where.total_slack),
            project=look.project.pk, beside=_beside(task, owner),
        )  # fmt: skip


def _stays(task: Task) -> bool:
    """What has begun, is fixed by hand, or is tied to a date in another way."""
    return task.actual_start is not None or task.manual or task.constraint not in FREE


def _effort(task: Task, owner: Owner) -> tuple[float, int]:
    """Working minutes that are left, and which share of the person's day they take."""
    if task.elapsed:
        return 0, 0
    left = task.duration_minutes * (ALL - task.percent_complete) / ALL
    work, _theirs = parts_left(
        owner.duration, owner.work, owner.percent, owner.helpers, is_elapsed=owner.is_elapsed
    )
    share = round(WHOLE * work / left) if left else 0
    return left, 0 if owner.member is None else max(1, min(WHOLE, share)) if left else 0


def _beside(task: Task, owner: Owner) -> tuple[tuple[int, int], ...]:
    """The helpers, and which share of their day the task takes."""
    lasts = 0 if task.elapsed else task.duration_minutes
    others = [part for part in owner.helpers if part.member != owner.member]
    return shares_beside(others, lasts, owner.work)


def kept_links(plan: Plan, of: Mapping[str, ScheduledTask]) -> Iterator[tuple[int, int]]:
    """The links that the dates keep: not those that close a circle, or that what has begun or is
    fixed by hand does not heed. Of moments at the same time, the one written first comes first."""
    for before, after in _links(plan):
        one, other = of[str(before)], of[str(after)]
        in_order = (one.finish, one.start, before) < (other.start, other.finish, after)
        if one.finish < other.start or (one.finish == other.start and in_order):
            yield before, after


def _links(plan: Plan) -> Iterator[tuple[int, int]]:
    """Finish to start, between tasks that are done: a link of a summary is one of its parts."""
    below: dict[str, list[str]] = defaultdict(list)
    for task in plan.tasks:
        if task.parent is not None:
            below[task.parent].append(task.uid)
    for link in plan.links:
        if link.kind == "FS" and link.lag >= 0:
            befores = [int(uid) for uid in _leaves(link.predecessor, below)]
            afters = [int(uid) for uid in _leaves(link.successor, below)]
            yield from product(befores, afters)


def _leaves(uid: str, below: Mapping[str, list[str]]) -> Iterator[str]:
    parts = below.get(uid)
    if not parts:
        yield uid
    for part in parts or ():
        yield from _leaves(part, below)
