from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rapport.engine.calendar import WorkCalendar
from rapport.engine.network import schedule
from rapport.engine.plan import Calendar, CircularDependency, Link, Plan, PlanError, Task

from .plans import DAY, MONDAY, dates, late, link, run, task


def test_a_task_waits_for_its_predecessor():
    plan = run(task("a", 2), task("b"), link("a FS b"))
    assert dates(plan["b"]) == ("04 08:00", "04 17:00")
    assert (plan["b"].driver, plan["b"].reason) == ("a", "link")


@pytest.mark.parametrize(
    ("text", "lag", "expected"),
    [
        ("a SS b", 0, ("02 08:00", "02 17:00")),
        ("a SS b", 1, ("03 08:00", "03 17:00")),
        ("a FF b", 0, ("03 08:00", "03 17:00")),
        ("a FS b", -1, ("03 08:00", "03 17:00")),
        ("a FS b", 0.5, ("04 13:00", "05 12:00")),
        ("a FF b", 1, ("04 08:00", "04 17:00")),
    ],
)
def test_every_kind_of_link_with_lag_and_lead(text, lag, expected):
    assert dates(run(task("a", 2), task("b"), link(text, lag))["b"]) == expected


def test_a_finish_asked_for_by_a_start_stands_at_that_start():
    plan = run(task("p"), task("a"), task("b"), link("p FS a"), link("a SF b"))
    assert dates(plan["b"]) == ("02 08:00", "03 08:00")


def test_elapsed_lag_runs_through_the_weekend():
    plan = run(task("a", 5), task("b"), link("a FS b", 9, lag_kind="elapsed"))
    assert plan["b"].start == datetime.fromisoformat("2026-03-09T17:00") + timedelta(hours=15)


def test_percent_lag_is_a_share_of_the_predecessor():
    plan = run(task("a", 4), task("b"), link("a SS b", 50, lag_kind="percent"))
    assert dates(plan["b"]) == ("04 08:00", "04 17:00")


def test_slack_is_what_a_task_can_move():
    plan = run(task("a", 3), task("b"), task("c"), link("a FS c"), link("b FS c"))
    assert (plan["b"].total_slack, plan["b"].free_slack) == (2 * DAY, 2 * DAY)
    assert late(plan["b"]) == ("04 08:00", "04 17:00")
    assert [uid for uid in plan if plan[uid].critical] == ["a", "c"]


def test_free_slack_is_smaller_when_the_successor_has_slack_of_its_own():
    plan = run(task("a", 5), task("b"), task("c"), link("b FS c"))
    assert (plan["b"].total_slack, plan["b"].free_slack) == (3 * DAY, 0)


def test_a_milestone_stays_at_the_end_of_the_day_before():
    plan = run(task("a"), task("m", 0, milestone=True), task("b"), link("a FS m"), link("m FS b"))
    assert dates(plan["m"]) == ("02 17:00", "02 17:00")
    assert dates(plan["b"]) == ("03 08:00", "03 17:00")


def test_a_summary_spans_its_children_and_binds_them():
    plan = run(
        task("s"),
        task("x", 2, parent="s"),
        task("y", 3, parent="s"),
        task("a"),
        task("z"),
        link("a FS s"),
        link("s FS z"),
    )
    assert dates(plan["s"]) == ("03 08:00", "05 17:00")
    assert dates(plan["x"]) == ("03 08:00", "04 17:00")
    assert dates(plan["z"]) == ("06 08:00", "06 17:00")
    assert plan["s"].summary and plan["x"].total_slack == DAY


def test_a_circle_is_named_in_the_order_of_its_links():
    with pytest.raises(CircularDependency) as caught:
        run(task("z"), *map(task, "abc"), *map(link, ("z FS a", "a FS b", "b SS c", "c FS a")))
    assert caught.value.names == ("A", "B", "C")
    assert str(caught.value) == "These tasks wait for each other: A → B → C → A."


def test_a_long_circle_is_told_in_short_but_known_in_full():
    ring = [Link(str(n), str((n + 1) % 500)) for n in range(500)]
    with pytest.raises(CircularDependency) as caught:
        run(*(Task(str(n), f"Step {n}") for n in range(500)), *ring)
    assert len(caught.value.uids) == 500
    assert "Step 9 → … → Step 499 → Step 0." in str(caught.value)


def test_a_task_that_waits_for_itself_is_a_circle():
    with pytest.raises(CircularDependency):
        run(task("a"), link("a FS a"))


def test_a_child_that_waits_for_its_own_summary_is_a_circle():
    with pytest.raises(CircularDependency):
        run(task("s"), task("c", parent="s"), link("s FS c"))


def test_tasks_that_are_their_own_parents_are_refused():
    with pytest.raises(CircularDependency):
        run(task("a", parent="b"), task("b", parent="a"))


def test_a_link_to_a_task_that_is_not_there_is_ignored():
    assert dates(run(task("a"), link("ghost FS a"))["a"]) == ("02 08:00", "02 17:00")


def test_two_tasks_with_one_id_are_refused():
    with pytest.raises(PlanError, match="same id"):
        schedule(Plan(MONDAY, (task("a"), task("a"))))


def test_a_task_in_elapsed_time_knows_no_weekend():
    plan = run(Task("a", duration_minutes=7 * 1440, elapsed=True))
    assert plan["a"].finish == MONDAY + timedelta(days=7)


def test_an_empty_plan_has_an_empty_schedule():
    assert schedule(Plan(MONDAY)).tasks == ()


def test_a_plan_from_its_finish_begins_as_late_as_it_can():
    finish = datetime.fromisoformat("2026-03-06T17:00")
    tasks = (task("a", 2, constraint="ALAP"), task("b", constraint="ALAP"))
    plan = schedule(Plan(MONDAY, tasks, (link("a FS b"),), finish=finish, from_finish=True))
    assert [dates(one) for one in plan.tasks] == [
        ("04 08:00", "05 17:00"),
        ("06 08:00", "06 17:00"),
    ]


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    count = draw(st.integers(2, 12))
    tasks = tuple(
        Task(str(n), duration_minutes=draw(st.integers(0, 20)) * 60) for n in range(count)
    )
    links = tuple(
        Link(
            str(draw(st.integers(0, after - 1))),
            str(after),
            draw(st.sampled_from(["FS", "SS", "FF", "SF"])),
            draw(st.integers(-4, 8)) * 60,
        )
        for after in range(1, count)
        for _ in range(draw(st.integers(0, 2)))
    )
    return Plan(MONDAY, tasks, links)


@given(plans())
@settings(max_examples=120, deadline=None)
def test_no_link_is_broken_and_something_is_critical(plan):
    placed = schedule(plan).by_uid()
    office = WorkCalendar.of(Calendar("office"))
    for one in plan.links:
        before, after = placed[one.predecessor], placed[one.successor]
        here = before.finish if one.kind in ("FS", "FF") else before.start
        there = after.start if one.kind in ("FS", "SS") else after.finish
        assert office.minutes_between(here, there) >= one.lag
    assert any(task.critical for task in placed.values())
    assert all(0 <= task.free_slack <= task.total_slack for task in placed.values())


@given(plans(), st.integers(0, 11), st.integers(1, 10))
@settings(max_examples=80, deadline=None)
def test_a_delay_within_total_slack_leaves_the_end_where_it_was(plan, which, hours):
    before = schedule(plan)
    victim = plan.tasks[which % len(plan.tasks)]
    slack = before.by_uid()[victim.uid].total_slack
    longer = Task(victim.uid, duration_minutes=victim.duration_minutes + min(hours * 60, slack))
    tasks = tuple(longer if task is victim else task for task in plan.tasks)
    if all(one.kind == "FS" and one.lag >= 0 for one in plan.links):
        assert schedule(Plan(plan.start, tasks, plan.links)).finish == before.finish
