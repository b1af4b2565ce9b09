"""The fourteen checks, each on a plan that fails it and one that does not."""

from dataclasses import replace

import pytest

from rapport.engine.network import schedule
from rapport.engine.plan import Assignment, Link, Plan, Task
from rapport.engine.plan_checks.check import check
from rapport.engine.plan_checks.examination import Baseline, Examination
from rapport.engine.plan_checks.finding import Finding
from tests.engine.plans import DAY, MONDAY, at, link, task

CODES = [
    "logic", "leads", "lags", "relationship_types", "hard_constraints", "high_float",
    "negative_float", "high_duration", "invalid_dates", "resources", "missed_tasks",
    "critical_path_test", "critical_path_length", "baseline_execution",
]  # fmt: skip


def examine(*parts: Task | Link, baseline=None, **fields) -> dict[str, Finding]:
    tasks = tuple(part for part in parts if isinstance(part, Task))
    links = tuple(part for part in parts if isinstance(part, Link))
    plan = Plan(MONDAY, tasks, links, **fields)
    return {one.code: one for one in check(Examination(plan, schedule(plan), baseline or {}))}


def base(day: str, days: float = 1) -> Baseline:
    return Baseline(at(f"{day} 08:00"), at(f"{day} 17:00"), days * DAY)


def row(count: int, **fields) -> list[Task | Link]:
    """A chain of tasks that passes what it can, between two milestones."""
    who = (Assignment(DAY),)
    tasks = [task(f"t{n}", assignments=who, **fields) for n in range(count)]
    ends = [task("begin", 0, milestone=True), task("end", 0, milestone=True)]
    names = ["begin", *(one.uid for one in tasks), "end"]
    pairs = zip(names, names[1:], strict=False)
    return [*ends, *tasks, *(link(f"{one} FS {next_}") for one, next_ in pairs)]


def test_there_are_fourteen_in_the_order_of_the_pamphlet():
    assert list(examine(task("a"))) == CODES


def test_a_good_plan_passes_them_all():
    parts = row(4)
    done = {
        "actual_start": at("02 08:00"),
        "actual_finish": at("02 17:00"),
        "percent_complete": 100,
    }
    parts[0] = replace(parts[0], **done | {"actual_finish": at("02 08:00")})
    parts[2] = replace(parts[2], **done)
    baseline = {f"t{n}": base(f"0{n + 2}") for n in range(4)}
    found = examine(*parts, baseline=baseline, status_date=at("03 08:00"))
    assert {code: one.passed for code, one in found.items()} == dict.fromkeys(CODES, True)


def test_a_plan_without_baseline_and_status_is_not_judged_by_them():
    found = examine(*row(2))
    unsaid = {code for code, one in found.items() if one.passed is None}
    assert unsaid == {"invalid_dates", "missed_tasks", "critical_path_length", "baseline_execution"}


def test_work_without_neighbours_is_named():
    found = examine(*row(3), task("alone"))["logic"]
    assert (found.count, found.total, found.passed) == (1, 4, False)
    assert [hint.code for hint in found.hints] == ["logic.no_predecessor", "logic.no_successor"]
    assert found.tasks == ("alone",)


def test_a_link_of_the_summary_is_told_with_the_hint():
    parts = (task("s"), task("a", parent="s"), task("b"), link("b FS s"))
    hints = examine(*parts)["logic"].hints
    told = {(hint.code, hint.uid): hint.data["summary_is_linked"] for hint in hints}
    assert told["logic.no_predecessor", "a"] is True
    assert told["logic.no_successor", "a"] is False


def test_leads_lags_and_kinds_of_links_are_counted_by_link():
    parts = (task("a"), task("b"), link("a FS b", -1), link("a FS b", 1), link("a SS b"))
    found = examine(*parts)
    assert [found[code].count for code in ("leads", "lags", "relationship_types")] == [1, 1, 1]
    assert not any(found[code].passed for code in ("leads", "lags", "relationship_types"))
    (lead,) = found["leads"].hints
    assert (lead.code, lead.uid) == ("leads.FS", "b")
    assert lead.data == {"predecessor": "a", "lag": -DAY, "unit": "working"}


def test_links_to_what_is_complete_do_not_count():
    done = task("b", actual_start=at("02 08:00"), actual_finish=at("02 17:00"))
    assert examine(task("a"), done, link("a FS b", -1))["leads"].total == 0


@pytest.mark.parametrize(
    ("kind", "hard"), [("MSO", True), ("MFO", True), ("SNLT", True), ("SNET", False)]
)
def test_only_dates_that_hold_against_links_are_hard(kind, hard):
    found = examine(task("a", constraint=kind, constraint_at=at("04 08:00")))
    assert (found["hard_constraints"].count == 1) is hard


def test_slack_of_more_than_44_days_is_high_and_less_than_none_is_negative():
    parts = (task("long", 50), task("free", 5), task("late", 3, deadline=at("03 17:00")))
    found = examine(*parts)
    assert found["high_float"].tasks == ("free",)
    assert found["high_float"].hints[0].data == {"days": 45}
    assert found["negative_float"].tasks == ("late",)
    assert found["negative_float"].hints[0].data == {"days": 1}


def test_long_work_is_judged_by_the_baseline():
    found = examine(
        task("a", 60), task("b", 20), baseline={"a": base("02", 40), "b": base("02", 45)}
    )
    assert found["high_duration"].tasks == ("b",)


def test_forecasts_in_the_past_and_actuals_in_the_future_are_invalid():
    parts = (
        task("open", 1),
        task("begun", 9, actual_start=at("02 08:00"), percent_complete=10),
        task("ahead", 1, actual_start=at("09 08:00")),
    )
    found = examine(*parts, status_date=at("05 08:00"))["invalid_dates"]
    assert [(hint.code.partition(".")[2], hint.uid) for hint in found.hints] == [
        ("forecast_finish_before_status", "open"),
        ("forecast_start_before_status", "open"),
        ("actual_start_after_status", "ahead"),
    ]
    assert (found.count, found.total, found.passed) == (2, 3, False)


def test_work_that_nobody_does_is_named():
    assert examine(task("a"), task("b", assignments=(Assignment(DAY),)))["resources"].tasks == (
        "a",
    )


def test_what_was_due_and_is_late_is_missed_and_not_executed():
    done = {"actual_start": at("02 08:00"), "percent_complete": 100}
    parts = (
        task("on time", 1, **done, actual_finish=at("02 17:00")),
        task("late", 1, **done, actual_finish=at("03 17:00")),
        task("open", 3, constraint="SNET", constraint_at=at("05 08:00")),
        task("later", 1),
    )
    baseline = {uid: base("02") for uid in ("on time", "late", "open")} | {"later": base("20")}
    found = examine(*parts, baseline=baseline, status_date=at("04 08:00"))
    missed = found["missed_tasks"]
    assert [(hint.code, hint.uid) for hint in missed.hints] == [
        ("missed_tasks.done_late", "late"),
        ("missed_tasks.open", "open"),
    ]
    assert (missed.count, missed.total) == (2, 3)
    assert found["baseline_execution"].figure == pytest.approx(2 / 3)
    assert found["baseline_execution"].tasks == ("open",)


def test_work_the_baseline_does_not_know_lowers_the_execution_index():
    found = examine(task("a"), task("b"), baseline={"a": base("20")}, status_date=at("03 08:00"))
    (hint,) = found["baseline_execution"].hints
    assert (hint.code, hint.uid) == ("baseline_execution.not_in_baseline", "b")


def test_a_delay_on_the_critical_path_must_reach_the_finish():
    assert examine(*row(3))["critical_path_test"].figure == 1
    overdue = task("a", 3, deadline=at("03 17:00"))
    found = examine(overdue, task("b", 900))["critical_path_test"]
    assert (found.passed, found.hints[0].code) == (False, "critical_path_test.not_followed")


def test_a_paused_task_is_delayed_in_what_is_left_of_it():
    begun = {"actual_start": at("02 08:00"), "percent_complete": 50, "remaining_minutes": 2 * DAY}
    paused = task("a", 4, **begun, stop=at("03 17:00"), resume=at("09 08:00"))
    assert examine(paused)["critical_path_test"].figure == 1


def test_a_critical_task_that_a_date_holds_is_named():
    found = examine(task("a", constraint="MFO", constraint_at=at("02 17:00")))["critical_path_test"]
    assert (found.passed, found.hints[0].code) == (False, "critical_path_test.held")
    assert found.tasks == ("a",)


def test_the_length_index_sets_slack_against_what_is_left():
    found = examine(*row(4), baseline={"t3": base("04")}, status_date=at("02 08:00"))
    # Four days are left, the baseline ended a day earlier.
    assert found["critical_path_length"].figure == pytest.approx(3 / 4)
    assert found["critical_path_length"].passed is False
    assert found["critical_path_length"].hints[0].data == {"slack_days": -1}


def test_a_plan_without_tasks_has_nothing_wrong():
    assert not any(one.passed is False for one in examine().values())
