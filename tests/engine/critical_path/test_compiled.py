"""The compiled passes say the same as the Python beside them, and do without being there."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rapport.engine import network
from rapport.engine.critical_path import network as compiled
from rapport.engine.critical_path.network import Network
from rapport.engine.native.library import build
from rapport.engine.network import schedule, walked
from rapport.engine.plan import Assignment, Calendar, CalendarException, Link, Plan, PlanError, Task
from tests.services import absent

from .plans import MONDAY, any_plan, plain_plan


@pytest.fixture(scope="module", autouse=True)
def passes():
    if not build(compiled.SOURCE):
        absent("a C compiler")
    compiled.passes.cache_clear()
    assert compiled.passes()


def outcome(schedules, plan):
    try:
        return schedules(plan)
    except PlanError as error:
        return type(error), str(error)


def run(plan):
    return Network(plan).schedule()


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**64))
def test_any_plan_is_dated_as_the_rules_in_python_date_it(seed):
    plan = any_plan(Random(seed))
    assert outcome(run, plan) == outcome(walked, plan)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 2**64), st.data())
def test_an_edited_network_says_what_a_new_one_says(seed, data):
    chance = Random(seed)
    plan, other = any_plan(chance), any_plan(chance)
    try:
        edited = Network(plan)
    except PlanError:
        return
    tasks = list(plan.tasks)
    for at, task in enumerate(other.tasks[: len(tasks)]):
        tasks[at] = replace(task, parent=tasks[at].parent, active=tasks[at].active)
        edited.edit(tasks[at])
        plan = replace(plan, tasks=tuple(tasks))
        assert outcome(lambda _: edited.schedule(), plan) == outcome(walked, plan)


def test_a_long_plan_is_dated_as_in_python():
    plan = plain_plan(Random(3), 500)
    assert run(plan) == walked(plan)


def test_running_twice_changes_nothing():
    made = Network(any_plan(Random(11), 40))
    assert made.schedule() == made.schedule()


def test_a_changed_duration_moves_those_that_wait():
    plan = Plan(MONDAY, (Task("a", duration_minutes=480), Task("b")), (Link("a", "b"),))
    made = Network(plan)
    made.change_duration("a", 960)
    assert made.schedule().by_uid()["b"].start == datetime.fromisoformat("2026-03-03T17:00")


def test_a_changed_duration_changes_a_lag_that_is_a_share_of_it():
    tasks = (Task("a", duration_minutes=480), Task("b", duration_minutes=60))
    made = Network(Plan(MONDAY, tasks, (Link("a", "b", "SS", 50, "percent"),)))
    made.change_duration("a", 120)
    assert made.schedule().by_uid()["b"].start == datetime.fromisoformat("2026-03-02T09:00")


def test_a_task_does_not_move_in_the_outline_by_an_edit():
    made = Network(Plan(MONDAY, (Task("a"), Task("b"))))
    with pytest.raises(ValueError, match="another network"):
        made.edit(Task("b", parent="a"))


def test_a_plan_of_a_century_makes_its_calendars_grow():
    tasks = tuple(Task(str(at), duration_minutes=480 * 260) for at in range(100))
    links = tuple(Link(str(at), str(at + 1)) for at in range(99))
    plan = Plan(MONDAY, tasks, links)
    assert run(plan) == walked(plan)
    assert run(plan).finish.year > 2120


NEVER = Calendar("never", days=((),) * 7)
SICK = Calendar("sick", days=(((600, 500),),) * 7)


@pytest.mark.parametrize(
    "plan",
    [
        Plan(MONDAY),
        Plan(MONDAY, (), (Link("a", "b"),)),
        Plan(MONDAY, (Task("a"), Task("a"))),
        Plan(MONDAY, (Task("a", duration_minutes=-1),)),
        Plan(MONDAY, (Task("a", duration_minutes=1e30, elapsed=True),)),
        Plan(MONDAY, (Task("a", assignments=(Assignment(1e30),)),)),
        Plan(MONDAY, (Task("a", assignments=(Assignment(1e13), Assignment(1e30))),)),
        Plan(MONDAY, (Task("a"), Task("b")), (Link("a", "b", lag=1e20),)),
        Plan(MONDAY, (Task("a", calendar="none"),)),
        Plan(MONDAY, (Task("a"),), calendar="none"),
        Plan(MONDAY, (Task("a", duration_minutes=1),), calendars=(NEVER,), calendar="never"),
        Plan(MONDAY, (Task("a", duration_minutes=1),), calendars=(SICK,), calendar="sick"),
        Plan(MONDAY, (Task("a", constraint="MSO"),)),
        Plan(MONDAY, (Task("a", "A"), Task("b", "B")), (Link("a", "b"), Link("b", "a"))),
        Plan(MONDAY, (Task("a", parent="b"), Task("b", parent="a"))),
        Plan(
            datetime.fromisoformat("9999-12-30"), (Task("a", duration_minutes=9999, elapsed=True),)
        ),
    ],
)
def test_odd_plans_end_the_same_way(plan):
    assert outcome(schedule, plan) == outcome(walked, plan)


def test_without_the_library_the_rules_in_python_are_walked(monkeypatch):
    monkeypatch.setattr(compiled, "passes", lambda: None)
    plan = any_plan(Random(2))
    assert outcome(network.schedule, plan) == outcome(walked, plan)
    with pytest.raises(OSError, match="not compiled"):
        Network(plan)


def test_holidays_far_ahead_are_found_when_the_plan_reaches_them():
    away = CalendarException(date(2030, 1, 1), date(2030, 12, 31))
    office = Calendar("office", exceptions=(away,))
    tasks = tuple(Task(str(at), duration_minutes=480 * 300) for at in range(6))
    links = tuple(Link(str(at), str(at + 1)) for at in range(5))
    plan = Plan(MONDAY, tasks, links, (office,), "office")
    assert run(plan) == walked(plan)
    assert run(plan).finish - MONDAY > timedelta(days=6 * 300 * 7 / 5 + 300)
