"""The work that is overdue on a day, and where the plan would stand if it went on from there."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from rapport.engine.plan import Plan, Schedule, ScheduledTask, Task
from rapport.planning.circles import schedule_anyway
from rapport.planning.expectation import end_if_moved, moved_to, overdue
from rapport.planning.queries.engine_plan import project_plan
from rapport.planning.queries.frame import Frame
from rapport.projects.models import Project
from rapport.projects.models import Task as ProjectTask


@dataclass(frozen=True, slots=True)
class Remaining:
    """The overdue tasks of a plan as they would go on, and the plan then; so many more `follow`
    because they wait for these."""

    frame: Frame
    tasks: Sequence[Task]
    before: Schedule
    after: Schedule
    follow: int


@dataclass(frozen=True, slots=True)
class Line:
    """One of them in words: until when it should have begun or been done, and from when to when
    it would stand; local times."""

    task: ProjectTask
    has_begun: bool
    due: datetime
    start: datetime
    finish: datetime


def remaining_work(project: Project, day: date) -> Remaining | None:
    """What is overdue at the beginning of a day; None when nothing is."""
    found = project_plan(project)
    plan, begin = found.plan, datetime.combine(day, time())
    before, _circle = schedule_anyway(plan)
    late = overdue(plan, before, begin)
    if not late:
        return None
    moved: dict[str, Task] = {}
    after = before
    while waiting := _first(overdue(_with(plan, moved), after, begin)):
        moved |= {task.uid: _moved(task, begin, found.frame) for task in waiting}
        after, _circle = schedule_anyway(_with(plan, moved))
    follow = len({task.uid for task, _where in late} - moved.keys())
    return Remaining(found.frame, tuple(moved.values()), before, after, follow)


def lines(remaining: Remaining) -> list[Line]:
    """The tasks with their dates, the one due longest first; one query."""
    was, now = remaining.before.by_uid(), remaining.after.by_uid()
    rows = ProjectTask.objects.select_related("project", "assignee__user")
    known = rows.in_bulk([int(task.uid) for task in remaining.tasks])
    found = [
        Line(
            known[int(task.uid)],
            has_begun=task.actual_start is not None,
            due=(was[task.uid].finish if task.actual_start else was[task.uid].start),
            start=now[task.uid].start,
            finish=now[task.uid].finish,
        )
        for task in remaining.tasks
    ]
    return sorted(found, key=lambda line: (line.due, line.task.number))


def _first(late: Sequence[tuple[Task, ScheduledTask]]) -> list[Task]:
    """Those that do not wait for others of them: the rest may follow by itself."""
    uids = {task.uid for task, _where in late}
    first = [task for task, where in late if task.actual_start or where.driver not in uids]
    return first or [task for task, _where in late]


def _moved(task: Task, begin: datetime, frame: Frame) -> Task:
    """As it is to be expected; what is fixed by hand and has not begun stays so, later."""
    if not task.manual or task.actual_start or task.start is None or task.finish is None:
        return moved_to(begin, task)
    hours = frame.calendar(task.calendar)
    start = hours.next_working(begin)
    finish = end_if_moved(task.start, task.finish, to=start, hours=hours)
    return replace(task, start=start, finish=finish)


def _with(plan: Plan, moved: dict[str, Task]) -> Plan:
    return replace(plan, tasks=tuple(moved.get(task.uid, task) for task in plan.tasks))
