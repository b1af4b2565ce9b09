"""The tasks that decide a run, against slack and drivers reckoned run by run."""

from dataclasses import replace

import numpy as np
from hypothesis import given, settings

from rapport.engine import ticks
from rapport.engine.network import schedule
from rapport.engine.plan import CircularDependency, Plan, PlanError
from rapport.engine.simulation.compiling import network
from rapport.engine.simulation.draws import draw
from rapport.engine.simulation.driving import driving
from rapport.engine.simulation.ends import Ends
from rapport.engine.simulation.slots import Frames
from rapport.engine.simulation.study import Study
from rapport.engine.simulation.walk import Walk
from tests.engine.plans import MONDAY, at, link, task

from .plans import anything, simple

RUNS = 6


def found(plan: Plan) -> list[tuple[Plan, set[str]]]:
    """Run by run, the plan with the durations drawn and the tasks found to decide it."""
    net = network(plan, plan.start)
    lengths = draw(Study(plan, runs=RUNS), net).lengths
    walk = Walk(net, Frames(plan, net.uses, 400), lengths)
    flags = driving(walk, Ends(walk, RUNS))
    runs = []
    for run in range(RUNS):
        rows = {
            step.uid: np.broadcast_to(row, RUNS)[run]
            for step, row in zip(net.steps, lengths, strict=True)
        }
        tasks = (
            replace(task, duration_minutes=ticks.to_minutes(int(rows[task.uid])))
            for task in plan.tasks
        )
        on = {step.uid for step, one in zip(net.steps, flags, strict=True) if one[run]}
        runs.append((replace(plan, tasks=tuple(tasks)), on))
    return runs


@given(simple())
@settings(max_examples=40, deadline=None)
def test_in_one_calendar_they_are_the_tasks_without_slack(plan):
    for run, on in found(plan):
        assert on == {task.uid for task in schedule(run).tasks if task.critical}


def test_a_link_to_a_summary_drives_the_tasks_in_it():
    tasks = (task("a", 2), task("s"), task("x", 2, parent="s"), task("y", parent="s"))
    (_, on), *_ = found(Plan(MONDAY, tasks, (link("a FS s"),)))
    assert on == {"a", "x"}


def test_of_a_summary_the_task_that_ends_last_drives_what_follows():
    tasks = (task("s"), task("x", 9, parent="s"), task("y", parent="s"), task("z"))
    (_, on), *_ = found(Plan(MONDAY, tasks, (link("s FS z"),)))
    assert on == {"x", "z"}


def test_of_a_summary_the_task_that_begins_first_drives_what_begins_with_it():
    parts = (task("s"), task("x", 3, parent="s"), task("y", parent="s"), task("z", 9))
    (_, on), *_ = found(Plan(MONDAY, parts, (link("x FS y"), link("s SS z", 1))))
    assert on == {"x", "z"}


def test_what_is_done_decides_nothing_any_more():
    done = task("a", 9, actual_start=at("02 08:00"), actual_finish=at("12 17:00"))
    (_, on), *_ = found(Plan(MONDAY, (done, task("b")), (link("a FS b"),)))
    assert on == {"b"}


@given(anything().map(lambda plan: replace(plan, tasks=tuple(map(unstarted, plan.tasks)))))
@settings(max_examples=60, deadline=None)
def test_in_any_plan_the_chain_of_drivers_is_among_them(plan):
    try:
        schedule(plan)
    except (CircularDependency, PlanError):
        return
    if any(link.lag_kind == "percent" for link in plan.links):
        return
    for run, on in found(plan):
        assert chain(run) <= on


def unstarted(task):
    return replace(
        task,
        actual_start=None,
        actual_finish=None,
        percent_complete=0,
        manual=False,
        splits=(),
        assignments=(),
        parent=None,
        active=True,
    )


def chain(plan: Plan) -> set[str]:
    """Who drives whom, from the first of the tasks that end last, as the schedule says."""
    placed = schedule(plan)
    by_uid = placed.by_uid()
    task = next(task for task in placed.tasks if task.early_finish == placed.finish)
    links = [task.uid]
    while task.driver:
        task = by_uid[task.driver]
        links.append(task.uid)
    return set(links)
