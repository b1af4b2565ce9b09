"""What does not vary is dated as the schedule dates it."""

from hypothesis import HealthCheck, given, settings

from rapport.engine.network import schedule
from rapport.engine.plan import CircularDependency, PlanError
from rapport.engine.simulation.simulate import simulate
from rapport.engine.simulation.study import Study

from .plans import anything


@given(anything())
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_every_date_is_that_of_the_schedule(plan):
    try:
        placed = schedule(plan)
    except (CircularDependency, PlanError):
        return
    uids = tuple(task.uid for task in plan.tasks)
    outlook = simulate(Study(plan, default=None, watched=uids, runs=3))
    expected = {task.uid: task.early_finish for task in placed.tasks}
    assert {uid: dates.quantile(0.5) for uid, dates in outlook.tasks.items()} == expected
    assert outlook.planned == outlook.finish.quantile(0.5) == placed.finish
