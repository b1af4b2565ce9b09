"""What to expect of a plan today: what is overdue begins, or goes on, today."""

from dataclasses import replace
from datetime import datetime

from rapport.engine.plan import Plan, Schedule, ScheduledTask, Task

ALL = 100


def as_of(plan: Plan, placed: Schedule, today: datetime) -> Plan | None:
    """The plan with overdue work moved to today; None when nothing is overdue."""
    found = False
    tasks = []
    for task, where in zip(plan.tasks, placed.tasks, strict=True):
        moved = task if where.summary else _today(task, where, today)
        found = found or moved is not task
        tasks.append(moved)
    return replace(plan, tasks=tuple(tasks)) if found else None


def is_open(task: Task) -> bool:
    """Whether there is anything left of a task that today could move."""
    return not task.actual_finish and task.percent_complete < ALL and task.active


def moved_to(today: datetime, task: Task) -> Task:
    """An overdue task as it is to be expected: begun today, or gone on with."""
    if task.actual_start:
        return _goes_on(task, today)
    return replace(task, constraint="SNET", constraint_at=today, manual=False)


def _today(task: Task, where: ScheduledTask, today: datetime) -> Task:
    due = where.finish if task.actual_start else where.start
    return task if due >= today or not is_open(task) else moved_to(today, task)


def _goes_on(task: Task, today: datetime) -> Task:
    """What is left of work that has begun is done from today on, whatever paused it."""
    left = task.duration_minutes * (1 - task.percent_complete / ALL)
    work = tuple(replace(part, resume=None) for part in task.assignments)
    return replace(
        task, resume=today, stop=None, remaining_minutes=left, assignments=work, manual=False
    )
