"""`check(examination)`: all fourteen, in their order."""

from collections.abc import Callable

from rapport.engine.plan_checks import critical_path, floats, links, progress, tasks
from rapport.engine.plan_checks.examination import Examination
from rapport.engine.plan_checks.finding import Finding

CHECKS: tuple[Callable[[Examination], Finding], ...] = (
    links.logic,
    links.leads,
    links.lags,
    links.relationship_types,
    tasks.hard_constraints,
    floats.high_float,
    floats.negative_float,
    tasks.high_duration,
    progress.invalid_dates,
    tasks.resources,
    progress.missed_tasks,
    critical_path.critical_path_test,
    critical_path.critical_path_length,
    progress.baseline_execution,
)


def check(plan: Examination) -> tuple[Finding, ...]:
    """The findings of the fourteen checks. The twelfth schedules the plan once more."""
    return tuple(one(plan) for one in CHECKS)
