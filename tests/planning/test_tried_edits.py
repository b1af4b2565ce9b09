"""Every kind of edit: what is tried is what the plan becomes, and what an undo takes back."""

from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest

from rapport.accounts.readers import reader_for
from rapport.planning.models import PlanState, TaskTiming
from rapport.planning.operations import scenarios, scheduling, timings
from rapport.planning.queries.engine_plan import project_plan, stored
from rapport.planning.queries.scenario import compared
from rapport.planning.queries.versions import versions
from rapport.planning.what_if import KINDS, OF_WORK, Edit, read
from rapport.projects.durations import Lag
from rapport.projects.models import Dependency, Task
from rapport.projects.operations import dependencies, hands, progress, tasks
from rapport.projects.operations.tasks import NewTask
from rapport.promises.operations import making
from rapport.resourcing.operations import absences, shares
from rapport.resourcing.operations.absences import Away
from rapport.resourcing.operations.shares import Share

NOW = datetime(2026, 3, 4, 7, tzinfo=UTC)
DAY, WEEK = 480, 2400


@pytest.fixture
def ann(make):
    return make.member(name="Ann")


@pytest.fixture
def plan(make, manager, member, ann):
    """A phase of three tasks that wait for each other, one beside them, one fixed by hand."""
    project = make.project(key="CHN", starts_on=date(2026, 3, 2))
    phase = tasks.create(project, NewTask("Phase"), by=manager, at=NOW)
    made = [
        tasks.create(
            project, NewTask(f"Step {n}", phase, duration_minutes=WEEK), by=manager, at=NOW
        )
        for n in (1, 2, 3)
    ]
    for one, other in zip(made, made[1:], strict=False):
        dependencies.link(one, other, lag=Lag(DAY), by=manager, at=NOW)
    beside = tasks.create(project, NewTask("Beside", duration_minutes=3 * DAY), by=manager, at=NOW)
    tasks.set_work(beside, DAY, by=manager, at=NOW)
    fixed = tasks.create(project, NewTask("Fixed", duration_minutes=DAY), by=manager, at=NOW)
    start = datetime(2026, 3, 16, 8, tzinfo=UTC)
    timings.fix(fixed, start, start + timedelta(days=1), by=manager, at=NOW)
    for task in (*made, beside):
        hands.assign(task, member, by=manager, at=NOW)
    progress.set_percent(made[0], 40, by=manager, at=NOW)
    project.refresh_from_db()
    return project


@pytest.fixture
def scenario(plan, manager):
    return scenarios.draft(plan, "try", by=manager, at=NOW)


@pytest.fixture
def reader(manager):
    return reader_for(manager)


def _pk(plan, name):
    return Task.objects.get(project=plan, name=name).pk


def _edits(plan, ann):
    step, other = _pk(plan, "Step 2"), _pk(plan, "Beside")
    return {
        "duration": Edit("duration", step, minutes=2 * DAY),
        "assigned": Edit("assigned", step, member=ann.pk),
        "shared": Edit("shared", step, member=ann.pk, name="Step 2, second part"),
        "overtime": Edit("overtime", step, minutes=120),
        "not_before": Edit("not_before", _pk(plan, "Fixed"), day=date(2026, 4, 1)),
        "soonest": Edit("soonest", _pk(plan, "Fixed")),
        "linked": Edit("linked", other, other=step, link="SS", lag="50%"),
        "unlinked": Edit("unlinked", step, other=_pk(plan, "Step 1")),
        "left_out": Edit("left_out", step),
        "followed": Edit("followed", step, minutes=DAY, name="Security audit", member=ann.pk),
    }


def _ends(version):
    return {version.names[int(task.uid)]: task.finish for task in version.placed.tasks}


def _work(version):
    return {
        one.name: (one.minutes, round(one.left), one.member, one.first, one.last)
        for one in version.work()
    }


def _state(plan):
    """Everything that a scenario may change."""
    rows = stored(plan)
    live = [row for row in rows.tasks if row[2] is None]
    timed = {pk: row for pk, row in rows.timings.rows.items() if pk in {row[0] for row in live}}
    return live, set(rows.links), {
        pk: (row["is_active"], row["fixed_start"], row["calendar_id"]) for pk, row in timed.items()
    }  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_kept_is_what_was_tried_and_an_undo_takes_it_back(
    scenario, plan, manager, ann, kind
):
    before = _state(plan)
    scenarios.try_edit(scenario, _edits(plan, ann)[kind])
    _now, then = versions(scenario.project, [scenario], at=NOW)
    assert _state(plan) == before
    act = scenarios.keep(scenario, by=manager, at=NOW)
    [kept] = versions(plan, [], at=NOW)
    assert _ends(kept) == _ends(then)
    assert _work(kept) == _work(then)
    assert _state(plan) != before
    assert PlanState.objects.get(project=plan).finish.date() == then.placed.finish.date()
    scenarios.take_back(scenario, act, by=manager, at=NOW)
    after = _state(plan)
    timed = {pk: one for pk, one in after[2].items() if one != (True, None, None)}
    assert (after[0], after[1], timed) == (before[0], before[1], before[2])
    scenario.refresh_from_db()
    assert scenario.kept_at is None


@pytest.mark.parametrize("seed", range(12))
def test_any_mix_of_edits_becomes_the_plan_that_was_tried(scenario, plan, manager, ann, seed):
    chance = Random(seed)
    shares.say(ann, Share(weekdays=(1, 2, 4)), by=manager, at=NOW)
    away = Away(date(2026, 3, 18), date(2026, 3, 20), "other")
    absences.note(ann, away, by=manager, at=NOW)
    pks = list(Task.objects.live().filter(project=plan).values_list("pk", flat=True))
    parents = set(Task.objects.live().filter(project=plan).values_list("parent_id", flat=True))
    for number in range(5):
        kind = chance.choice(KINDS)
        task, other = chance.sample([pk for pk in pks if kind not in OF_WORK or pk not in parents],
                                    2)  # fmt: skip
        minutes = chance.choice([60, 120]) if kind == "overtime" else chance.randrange(1, 9) * 240
        edit = Edit(
            kind, task, minutes=minutes, day=date(2026, 3, chance.randrange(5, 30)), other=other,
            member=chance.choice([ann.pk, None, manager.pk]), link=chance.choice(["FS", "SS"]),
            lag=chance.choice(["", "2d", "-4h", "1ed"]), name=f"New {number}",
        )  # fmt: skip
        scenarios.try_edit(scenario, edit)
    before = _state(plan)
    _now, then = versions(scenario.project, [scenario], at=NOW)
    if then.circle:
        with pytest.raises(scenarios.CannotTry, match="wait for each other"):
            scenarios.keep(scenario, by=manager, at=NOW)
        assert _state(plan) == before
        return
    act = scenarios.keep(scenario, by=manager, at=NOW)
    [kept] = versions(plan, [], at=NOW)
    assert _ends(kept) == _ends(then)
    assert _work(kept) == _work(then)
    scenarios.take_back(scenario, act, by=manager, at=NOW)
    assert _state(plan)[:2] == before[:2]


def test_half_of_what_is_left_goes_to_the_second_person(scenario, plan, manager, ann, reader):
    scenarios.try_edit(
        scenario, Edit("shared", _pk(plan, "Step 1"), member=ann.pk, name="Step 1, second part")
    )
    found = compared(scenario, reader, at=NOW)
    # Forty percent of five days are done; of the three that are left each does half.
    assert [(one.name, one.more) for one in found.hours.people] == [
        ("Ann", 1.5 * DAY), (Task.objects.get(name="Step 1").assignee.name, -1.5 * DAY)
    ]  # fmt: skip
    assert found.hours.before == found.hours.after
    assert found.then.planned < found.now.planned
    scenarios.keep(scenario, by=manager, at=NOW)
    twin = Task.objects.get(project=plan, name="Step 1, second part")
    assert (twin.assignee, twin.duration_minutes, twin.parent.name) == (ann, 1.5 * DAY, "Phase")
    assert {link.successor.name for link in twin.leads_to.all()} == {"Step 2"}


def test_overtime_shortens_the_days_and_not_the_work(scenario, plan, manager, reader):
    scenarios.try_edit(scenario, Edit("overtime", _pk(plan, "Step 2"), minutes=120))
    found = compared(scenario, reader, at=NOW)
    assert found.hours.before == found.hours.after
    assert found.then.planned < found.now.planned
    scenarios.keep(scenario, by=manager, at=NOW)
    task = Task.objects.get(project=plan, name="Step 2")
    assert (task.duration_minutes, task.work_minutes) == (4 * DAY, WEEK)


@pytest.mark.parametrize("keeps, more", [("units", DAY), ("duration", DAY), ("work", 0)])
def test_work_follows_another_duration_as_it_does_on_the_task(
    scenario, plan, manager, reader, keeps, more
):
    beside = Task.objects.get(project=plan, name="Beside")
    tasks.keep(beside, keeps, by=manager, at=NOW)
    scenarios.try_edit(scenario, Edit("duration", beside.pk, minutes=6 * DAY))
    hours = compared(scenario, reader, at=NOW).hours
    assert hours.after - hours.before == more
    scenarios.keep(scenario, by=manager, at=NOW)
    beside.refresh_from_db()
    assert (beside.duration_minutes, beside.work_minutes) == (6 * DAY, DAY + more)


def test_a_promise_whose_task_is_left_out_is_not_kept(scenario, plan, manager, reader):
    step = Task.objects.select_related("project").get(project=plan, name="Step 2")
    new = making.NewPromise(plan.client, "Half", date(2026, 12, 1), project=plan, task=step)
    making.make(new, by=manager, at=NOW)
    scenarios.try_edit(scenario, Edit("left_out", step.pk))
    found = compared(scenario, reader, at=NOW)
    [one] = found.promises
    assert (one.becomes_late, one.is_worse, one.after.percent) == (True, True, 0)
    assert (found.now.late, found.then.late) == (0, 1)
    assert "Step 2" not in [moved.name for moved in found.moved]


def test_a_new_task_comes_between_and_is_as_visible_as_the_one_before(scenario, plan, manager):
    before = Task.objects.get(project=plan, name="Step 2")
    tasks.show_to(before, "internal", by=manager, at=NOW)
    scenarios.try_edit(scenario, Edit("followed", before.pk, minutes=DAY, name="Audit"))
    scenarios.keep(scenario, by=manager, at=NOW)
    new = Task.objects.get(project=plan, name="Audit")
    assert (new.visibility, new.parent.name) == ("internal", "Phase")
    waits = Dependency.objects.filter(project=plan)
    assert waits.get(predecessor=before, successor=new).lag == Lag()
    assert waits.get(predecessor=new).lag == Lag(DAY)


def test_hours_are_held_against_the_budget(scenario, plan, reader):
    plan.budget_minutes = 3 * WEEK
    scenarios.try_edit(scenario, Edit("duration", _pk(plan, "Step 2"), minutes=2 * WEEK))
    scenario.project = plan
    hours = compared(scenario, reader, at=NOW).hours
    # Beside takes a day of work, Fixed a day.
    assert (hours.before, hours.after) == (3 * WEEK + 2 * DAY, 4 * WEEK + 2 * DAY)
    assert [(rest.minutes, rest.is_over) for rest in hours.rests] == [
        (2 * DAY, True), (WEEK + 2 * DAY, True)
    ]  # fmt: skip


def test_work_that_is_left_out_costs_nothing(scenario, plan, reader):
    scenarios.try_edit(scenario, Edit("left_out", _pk(plan, "Step 2")))
    hours = compared(scenario, reader, at=NOW).hours
    assert hours.before - hours.after == WEEK


def test_edits_that_mean_nothing_are_refused(scenario, plan, make, manager, ann):
    def refused(edit, said):
        with pytest.raises(scenarios.CannotTry, match=said):
            scenarios.try_edit(scenario, edit)

    moment = tasks.create(plan, NewTask("Done", is_milestone=True), by=manager, at=NOW)
    step = _pk(plan, "Step 1")
    refused(Edit("duration", _pk(plan, "Phase"), minutes=DAY), "sum of others")
    refused(Edit("shared", moment.pk, member=ann.pk, name="x"), "More hands")
    refused(Edit("linked", step, other=step), "wait for itself")
    refused(Edit("linked", step, other=make.task(make.project()).pk), "of this plan")


def test_a_circle_is_seen_before_it_is_kept(scenario, plan, manager, reader):
    edit = Edit("linked", _pk(plan, "Step 1"), other=_pk(plan, "Step 3"))
    scenarios.try_edit(scenario, edit)
    assert compared(scenario, reader, at=NOW).circle
    with pytest.raises(scenarios.CannotTry, match="wait for each other"):
        scenarios.keep(scenario, by=manager, at=NOW)
    assert len(project_plan(plan).plan.links) == 2
    scenario.refresh_from_db()
    assert scenario.kept_at is None


def test_somebody_else_cannot_undo_nor_can_it_wait_for_long(scenario, plan, manager, ann):
    scenarios.try_edit(scenario, Edit("left_out", _pk(plan, "Step 2")))
    act = scenarios.keep(scenario, by=manager, at=NOW)
    for who, when in ((ann, NOW), (manager, NOW + timedelta(hours=2))):
        with pytest.raises(scenarios.CannotTry):
            scenarios.take_back(scenario, act, by=who, at=when)
    assert TaskTiming.objects.filter(task__project=plan, is_active=False).exists()


def test_what_was_changed_again_since_is_not_undone(scenario, plan, manager):
    scenarios.try_edit(scenario, Edit("duration", _pk(plan, "Step 2"), minutes=DAY))
    act = scenarios.keep(scenario, by=manager, at=NOW)
    tasks.set_duration(Task.objects.get(name="Step 2"), 3 * DAY, by=manager, at=NOW)
    with pytest.raises(Exception, match="changed again since"):
        scenarios.take_back(scenario, act, by=manager, at=NOW)
    scenario.refresh_from_db()
    assert scenario.kept_at == NOW
    assert Task.objects.get(name="Step 2").duration_minutes == 3 * DAY


def test_nobody_who_has_left_is_given_work(scenario, plan, manager, ann):
    scenarios.try_edit(scenario, Edit("assigned", _pk(plan, "Step 2"), member=ann.pk))
    ann.deactivated_at = NOW
    ann.save()
    with pytest.raises(scenarios.CannotTry, match="not here any more"):
        scenarios.keep(scenario, by=manager, at=NOW)
    assert Task.objects.get(name="Step 2").assignee != ann


def test_the_same_scenario_says_the_same_twice(scenario, plan, ann, reader):
    for edit in _edits(plan, ann).values():
        scenarios.try_edit(scenario, edit)
    one, other = (compared(scenario, reader, at=NOW) for _ in range(2))
    assert one.then.finish.moments == other.then.finish.moments
    assert one == other


def test_edits_survive_being_kept_as_text(scenario, plan, ann):
    edits = list(_edits(plan, ann).values())
    for edit in edits:
        scenarios.try_edit(scenario, edit)
    scenario.refresh_from_db()
    assert read(scenario.edits) == edits


def test_a_comparison_takes_the_same_queries_however_long_the_plan(
    scenario, plan, ann, manager, reader, django_assert_num_queries, django_assert_max_num_queries
):
    for edit in _edits(plan, ann).values():
        scenarios.try_edit(scenario, edit)
    with django_assert_max_num_queries(40) as few:
        compared(scenario, reader, at=NOW)
    with scheduling.postponed():
        for n in range(60):
            tasks.create(plan, NewTask(f"More {n}"), by=manager, at=NOW)
    with django_assert_num_queries(len(few.captured_queries)):
        compared(scenario, reader, at=NOW)


@pytest.mark.parametrize(
    "kind, day", [("not_before", date(2026, 4, 1)), ("soonest", date(2026, 3, 4))], ids=str
)
def test_a_task_fixed_by_hand_moves_when_that_is_tried(scenario, plan, manager, kind, day):
    scenarios.try_edit(scenario, Edit(kind, _pk(plan, "Fixed"), day=day))
    _now, then = versions(scenario.project, [scenario], at=NOW)
    assert _ends(then)["Fixed"].date() == day
