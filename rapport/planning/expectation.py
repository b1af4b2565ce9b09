"""What to expect of a plan today: what is overdue begins, or goes on, today."""

from dataclasses import replace
from datetime import datetime

from rapport.engine.calendar import WorkCalendar
from rapport.engine.plan import Plan, Schedule, ScheduledTask, Task

ALL = 100


def overdue(plan: Plan, placed: Schedule, today: datetime) -> list[tuple[Task, ScheduledTask]]:
    """What should have begun, or been done, before today and is not, with where it stands."""
    rows = zip(plan.tasks, placed.tasks, strict=True)
    return [(task, where) for task, where in rows if _is_overdue(task, where, today)]


def as_of(plan: Plan, placed: Schedule, today: datetime) -> Plan | None:
    """The plan with overdue work moved to today; None when nothing is overdue."""
    found = False
    tasks = []
    for task, where in zip(plan.tasks, placed.tasks, strict=True):
        is_late = _is_overdue(task, where, today)
        found = found or is_late
        tasks.append(moved_to(today, task) if is_late else task)
    return replace(plan, tasks=tuple(tasks)) if found else None


def is_open(task: Task) -> bool:
    """Whether there is anything left of a task that today could move."""
    return not task.actual_finish and task.percent_complete < ALL and task.active


def moved_to(today: datetime, task: Task) -> Task:
    """An overdue task as it is to be expected: begun today, or gone on with."""
    if task.actual_start:
        return _goes_on(task, today)
    return replace(task, constraint="SNET", constraint_at=today, manual=False)


def _is_overdue(task: Task, where: ScheduledTask, today: datetime) -> bool:
    due = where.finish if task.actual_start else where.start
    return due < today and is_open(task) and not where.summary


def _goes_on(task: Task, today: datetime) -> Task:
    """What is left of work that has begun is done from today on, whatever paused it."""
    left = task.duration_minutes * (1 - task.percent_complete / ALL)
    work = tuple(replace(part, resume=None) for part in task.assignments)
    return replace(
        task, resume=today, stop=None, remaining_minutes=left, assignments=work, manual=False
    )


def end_if_moved(
    start: datetime, finish: datetime, *, to: datetime, hours: WorkCalendar
) -> datetime:
    """When work that stood from start to finish ends if it begins at another time."""
    length = hours.minutes_between(start, finish)
    return hours.add(to, length) if length else to + (finish - start)
