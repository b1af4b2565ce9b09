"""Checks 5, 8 and 10: how tasks are held, how long they are, and who does them."""

from rapport.engine.plan_checks.examination import Examination
from rapport.engine.plan_checks.finding import Finding, Hint, at_most

HARD = ("MSO", "MFO", "SNLT", "FNLT")
HELD, LONG, LONG_DAYS, NOBODY = 0.05, 0.05, 44, 0.0


def hard_constraints(plan: Examination) -> Finding:
    """Dates that keep links from moving a task: at most 5 % of the open work."""
    hints = [
        Hint(f"hard_constraints.{task.constraint}", task.uid, {"date": task.constraint_at})
        for task in plan.open_work
        if task.constraint in HARD and task.constraint_at
    ]
    return at_most("hard_constraints", HELD, hints, len(plan.open_work))


def high_duration(plan: Examination) -> Finding:
    """Work planned to take more than 44 days, by the baseline if there is one: at most 5 %."""
    hints = []
    for task in plan.open_work:
        base = plan.baseline.get(task.uid)
        days = plan.days(task, base.minutes if base else task.duration_minutes)
        if days > LONG_DAYS:
            hints.append(Hint("high_duration.long", task.uid, {"days": days}))
    return at_most("high_duration", LONG, hints, len(plan.open_work))


def resources(plan: Examination) -> Finding:
    """Work that nobody is assigned to: none."""
    hints = [Hint("resources.none", task.uid) for task in plan.open_work if not task.assignments]
    return at_most("resources", NOBODY, hints, len(plan.open_work))
