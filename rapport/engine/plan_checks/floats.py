"""Checks 6 and 7: slack that is too large to be true, and slack that is less than none."""

from rapport.engine.plan_checks.examination import Examination
from rapport.engine.plan_checks.finding import Finding, Hint, at_most

HIGH, HIGH_DAYS, NEGATIVE = 0.05, 44, 0.0


def high_float(plan: Examination) -> Finding:
    """Open work with more than 44 days of slack, which often lacks a successor: at most 5 %."""
    hints = [
        Hint("high_float.slack", uid, {"days": days})
        for uid, days in _slack(plan).items()
        if days > HIGH_DAYS
    ]
    return at_most("high_float", HIGH, hints, len(plan.open_work))


def negative_float(plan: Examination) -> Finding:
    """Open work that is later than a date it has to keep: none."""
    hints = [
        Hint("negative_float.late", uid, {"days": -days})
        for uid, days in _slack(plan).items()
        if days < 0
    ]
    return at_most("negative_float", NEGATIVE, hints, len(plan.open_work))


def _slack(plan: Examination) -> dict[str, float]:
    return {task.uid: plan.days(task, plan.placed[task.uid].total_slack) for task in plan.open_work}
