"""Checks 9, 11 and 14: whether dates agree with the status date, and work with the baseline."""

from collections.abc import Iterator
from datetime import datetime

from rapport.engine.plan import Task
from rapport.engine.plan_checks.examination import Examination, complete
from rapport.engine.plan_checks.finding import Finding, Hint, at_most, unknown

INVALID, MISSED, EXECUTED = 0.0, 0.05, 0.95


def invalid_dates(plan: Examination) -> Finding:
    """Forecasts before the status date, and actual dates after it: none."""
    now = plan.plan.status_date
    if now is None:
        return unknown("invalid_dates", INVALID)
    hints = [hint for task in plan.leaves for hint in _invalid(plan, task, now)]
    return at_most("invalid_dates", INVALID, hints, len(plan.leaves))


def _invalid(plan: Examination, task: Task, now: datetime) -> Iterator[Hint]:
    placed = plan.placed[task.uid]
    past = {} if complete(task) else {"finish": placed.finish}
    if past and not task.actual_start:
        past["start"] = placed.start
    ahead = {"start": task.actual_start, "finish": task.actual_finish}
    for side, at in past.items():
        if at < now:
            yield Hint(f"invalid_dates.forecast_{side}_before_status", task.uid, {"date": at})
    for side, actual in ahead.items():
        if actual and actual > now:
            yield Hint(f"invalid_dates.actual_{side}_after_status", task.uid, {"date": actual})


def missed_tasks(plan: Examination) -> Finding:
    """Of what was to be done by now, what is done later than planned: at most 5 %."""
    now = plan.plan.status_date
    if now is None or not plan.baseline:
        return unknown("missed_tasks", MISSED)
    due = [task for task in plan.work if _due(plan, task, now)]
    hints = []
    for task in due:
        planned, finish = plan.baseline[task.uid].finish, plan.placed[task.uid].finish
        if finish > planned:
            code = "missed_tasks.done_late" if complete(task) else "missed_tasks.open"
            hints.append(Hint(code, task.uid, {"planned": planned, "finish": finish}))
    return at_most("missed_tasks", MISSED, hints, len(due))


def baseline_execution(plan: Examination) -> Finding:
    """The baseline execution index: tasks done over tasks that were to be done, at least 0.95.

    A task that the baseline does not know counts as one that was to be done.
    """
    now = plan.plan.status_date
    if now is None or not plan.baseline:
        return unknown("baseline_execution", EXECUTED, at_least=True)
    due = [task for task in plan.work if task.uid not in plan.baseline or _due(plan, task, now)]
    done = sum(complete(task) for task in plan.work)
    late = [task for task in due if not complete(task)]
    hints = tuple(Hint(_why(plan, task), task.uid) for task in late)
    index = done / len(due) if due else None
    return Finding("baseline_execution", index, EXECUTED, True, done, len(due), hints)


def _why(plan: Examination, task: Task) -> str:
    known = task.uid in plan.baseline
    return f"baseline_execution.{'open' if known else 'not_in_baseline'}"


def _due(plan: Examination, task: Task, now: datetime) -> bool:
    base = plan.baseline.get(task.uid)
    return base is not None and base.finish <= now
