import pytest

from .plans import DAY, at, dates, late, link, run, task


@pytest.mark.parametrize(
    ("kind", "moment", "expected"),
    [
        ("SNET", "04 08:00", ("04 08:00", "04 17:00")),
        ("FNET", "04 17:00", ("04 08:00", "04 17:00")),
        ("MSO", "04 08:00", ("04 08:00", "04 17:00")),
        ("MFO", "04 17:00", ("04 08:00", "04 17:00")),
        ("SNLT", "04 08:00", ("02 08:00", "02 17:00")),
        ("FNLT", "04 17:00", ("02 08:00", "02 17:00")),
    ],
)
def test_each_constraint_places_a_free_task(kind, moment, expected):
    plan = run(task("a", 5), task("b", constraint=kind, constraint_at=at(moment)))
    assert dates(plan["b"]) == expected


@pytest.mark.parametrize(
    ("kind", "moment"),
    [("SNLT", "03 08:00"), ("FNLT", "03 17:00"), ("MSO", "03 08:00"), ("MFO", "03 17:00")],
)
def test_a_constraint_that_cannot_hold_is_kept_and_leaves_negative_slack(kind, moment):
    plan = run(task("a", 3), task("b", constraint=kind, constraint_at=at(moment)), link("a FS b"))
    assert dates(plan["b"]) == ("03 08:00", "03 17:00")
    assert plan["a"].total_slack == -2 * DAY
    assert plan["b"].total_slack == -2 * DAY
    assert plan["b"].reason == "constraint"


def test_links_go_before_constraints_when_the_plan_says_so():
    late_task = task("b", constraint="MSO", constraint_at=at("03 08:00"))
    plan = run(task("a", 3), late_task, link("a FS b"), honor_constraints=False)
    assert dates(plan["b"]) == ("05 08:00", "05 17:00")


def test_a_task_as_late_as_possible_uses_its_slack():
    plan = run(
        task("a", 4), task("b", constraint="ALAP"), task("c"), link("a FS c"), link("b FS c")
    )
    assert dates(plan["b"]) == ("05 08:00", "05 17:00")
    assert dates(plan["c"]) == ("06 08:00", "06 17:00")
    assert plan["b"].early_start == at("02 08:00")


def test_a_late_task_pushes_the_summary_it_is_in():
    plan = run(task("a", 4), task("s"), task("b", parent="s", constraint="ALAP"))
    assert dates(plan["s"]) == ("05 08:00", "05 17:00")


def test_a_missed_deadline_shows_as_negative_slack_and_moves_nothing():
    plan = run(task("a", 3), task("b", deadline=at("04 17:00")), link("a FS b"))
    assert dates(plan["b"]) == ("05 08:00", "05 17:00")
    assert (plan["a"].total_slack, plan["b"].total_slack) == (-DAY, -DAY)
    assert late(plan["b"]) == ("04 08:00", "04 17:00")


def test_a_dated_task_may_stand_before_the_project_starts():
    early = task("a", constraint="SNET", constraint_at=at("01 08:00").replace(month=2, day=16))
    plan = run(early, task("b"), task("c"), link("a FS b"))
    assert plan["a"].start.day == 16 and plan["b"].start.day == 17
    assert plan["c"].start == at("02 08:00")


def test_a_manual_task_stays_where_it_was_put():
    put = task("b", manual=True, start=at("03 08:00"), finish=at("03 17:00"))
    plan = run(task("a", 3), put, task("c"), link("a FS b"), link("b FS c"))
    assert dates(plan["b"]) == ("03 08:00", "03 17:00")
    assert dates(plan["c"]) == ("04 08:00", "04 17:00")


def test_a_levelling_delay_is_waited_in_elapsed_time():
    plan = run(task("a", delay_minutes=2 * 1440))
    assert dates(plan["a"]) == ("04 08:00", "04 17:00")


def test_an_inactive_task_neither_waits_nor_is_waited_for():
    plan = run(task("a", 3, active=False), task("b"), link("a FS b"))
    assert dates(plan["b"]) == ("02 08:00", "02 17:00")


def test_children_of_a_manual_summary_begin_no_earlier_than_it_does():
    put = task("s", manual=True, start=at("04 08:00"), finish=at("06 17:00"))
    plan = run(put, task("a", parent="s"), task("b", 9))
    assert dates(plan["s"]) == ("04 08:00", "06 17:00")
    assert dates(plan["a"]) == ("04 08:00", "04 17:00")
    assert plan["a"].total_slack == 2 * DAY
