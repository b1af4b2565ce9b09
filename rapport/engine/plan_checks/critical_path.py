"""Checks 12 and 13: whether the critical path is one, and whether it can still be kept."""

from dataclasses import replace

from rapport.engine.calendar import Calendars
from rapport.engine.network import schedule
from rapport.engine.plan import Task
from rapport.engine.plan_checks.examination import Examination
from rapport.engine.plan_checks.finding import Finding, Hint, unknown

SLIP_DAYS, FOLLOWED, KEPT = 600, 0.95, 0.95


def critical_path_test(plan: Examination) -> Finding:
    """Delay a critical task by 600 days: the project's finish must follow.

    The figure is the part of the task's delay that reaches the finish.
    """
    task = _first_critical(plan)
    if task is None:
        return unknown("critical_path_test", FOLLOWED, at_least=True)
    longer = lengthened(task, SLIP_DAYS * plan.day_minutes)
    tasks = tuple(longer if one.uid == task.uid else one for one in plan.plan.tasks)
    after = schedule(replace(plan.plan, tasks=tasks))
    delay = after.by_uid()[task.uid].finish - plan.placed[task.uid].finish
    slip = after.finish - plan.schedule.finish
    followed = slip / delay if delay else 0.0
    code = "followed" if followed >= FOLLOWED else "not_followed" if delay else "held"
    hint = Hint(f"critical_path_test.{code}", task.uid, {"delay": delay.days, "slip": slip.days})
    failed = int(followed < FOLLOWED)
    return Finding("critical_path_test", followed, FOLLOWED, True, failed, 1, (hint,))


def _first_critical(plan: Examination) -> Task | None:
    """The first open task on the critical path that dates do not hold where it is."""
    found = [t for t in plan.open_work if plan.placed[t.uid].critical and not t.manual]
    return min(found, key=lambda task: plan.placed[task.uid].start, default=None)


def lengthened(task: Task, minutes: float) -> Task:
    """The task with so much more work, in each of its assignments and in what is left."""
    assignments = tuple(
        replace(
            one,
            duration_minutes=one.duration_minutes + minutes,
            remaining_minutes=_more(one.remaining_minutes, minutes),
        )
        for one in task.assignments
    )
    return replace(
        task,
        duration_minutes=task.duration_minutes + minutes,
        remaining_minutes=_more(task.remaining_minutes, minutes),
        assignments=assignments,
    )


def _more(amount: float | None, minutes: float) -> float | None:
    return None if amount is None else amount + minutes


def critical_path_length(plan: Examination) -> Finding:
    """The critical path length index: (length left + slack) / length left, at least 0.95.

    The length runs from the status date to the finish, the slack from there to the baseline's
    finish, both in working time.
    """
    if not plan.baseline:
        return unknown("critical_path_length", KEPT, at_least=True)
    between = Calendars(plan.plan.calendars).calendar(plan.plan.calendar).minutes_between
    finish = plan.schedule.finish
    planned = max(base.finish for base in plan.baseline.values())
    left = between(plan.plan.status_date or plan.schedule.start, finish)
    if left <= 0:
        return unknown("critical_path_length", KEPT, at_least=True)
    slack = between(finish, planned)
    index = (left + slack) / left
    critical = [task for task in plan.open_work if plan.placed[task.uid].critical]
    days = slack / plan.day_minutes
    hints = tuple(
        Hint("critical_path_length.critical", task.uid, {"slack_days": days}) for task in critical
    )
    return Finding(
        "critical_path_length", index, KEPT, True, len(critical), len(plan.open_work), hints
    )
