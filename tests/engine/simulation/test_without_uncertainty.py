"""What does not vary is dated as the schedule dates it."""

import pytest
from hypothesis import HealthCheck, given, settings

from rapport.engine.network import schedule
from rapport.engine.plan import CircularDependency, Plan, PlanError
from rapport.engine.simulation.simulate import simulate
from rapport.engine.simulation.study import Study
from tests.engine.plans import MONDAY, at, link, task

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


@pytest.mark.parametrize("honor", [True, False])
@pytest.mark.parametrize("kind", ["SNET", "SNLT", "FNET", "FNLT", "MSO", "MFO"])
@pytest.mark.parametrize("day", ["03", "06"])
@pytest.mark.parametrize("days", [0, 2])
def test_a_date_meets_a_link_as_it_does_in_the_schedule(kind, honor, day, days):
    held = task("b", days, constraint=kind, constraint_at=at(f"{day} 13:00"))
    tasks = (task("a", 2.5), held, task("c", 0.5))
    plan = Plan(MONDAY, tasks, (link("a FS b"), link("b FS c")), honor_constraints=honor)
    assert simulate(Study(plan, default=None, runs=2)).planned == schedule(plan).finish
