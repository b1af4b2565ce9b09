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


def _today(task: Task, where: ScheduledTask, today: datetime) -> Task:
    if task.actual_finish or task.percent_complete >= ALL:
        return task
    if task.actual_start:
        if where.finish >= today:
            return task
        left = task.duration_minutes * (1 - task.percent_complete / ALL)
        return replace(task, resume=today, remaining_minutes=left)
    if where.start >= today:
        return task
    return replace(task, constraint="SNET", constraint_at=today)
