"""What if: edits tried side by side with the plan, kept or thrown away."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from rapport.accounts.readers import reader_for
from rapport.lib.roles import Role
from rapport.planning.models import PlanState, Scenario, TaskTiming
from rapport.planning.operations import scenarios
from rapport.planning.queries.scenario import compared
from rapport.planning.what_if import KINDS, Edit, read
from rapport.projects.models import Dependency, Task
from rapport.projects.operations import dependencies, tasks
from rapport.projects.operations.tasks import NewTask
from rapport.promises.operations import making

NOW = datetime(2026, 3, 2, 7, tzinfo=UTC)
WEEK = 5 * 480


@pytest.fixture
def chain(make, manager):
    project = make.project(key="CHN", starts_on=date(2026, 3, 2))
    made = [
        tasks.create(project, NewTask(f"Step {n}", duration_minutes=WEEK), by=manager, at=NOW)
        for n in (1, 2, 3)
    ]
    for one, other in zip(made, made[1:], strict=False):
        dependencies.link(one, other, kind="FS", by=manager, at=NOW)
    project.refresh_from_db()
    return project


@pytest.fixture
def reader(manager):
    return reader_for(manager)


@pytest.fixture
def scenario(chain, manager):
    return scenarios.draft(chain, "testing takes longer", by=manager, at=NOW)


def _task(chain, n):
    return Task.objects.get(project=chain, name=f"Step {n}")


def _finish(chain):
    return PlanState.objects.get(project=chain).finish


def test_a_scenario_without_edits_is_the_plan(scenario, reader):
    found = compared(scenario, reader, at=NOW)
    assert found.now.planned == found.then.planned
    assert found.now.finish.moments == found.then.finish.moments
    assert (found.moved, found.promises, found.circle) == ([], [], False)


def test_a_longer_task_moves_those_that_wait_and_the_promises(scenario, chain, manager, reader):
    new = making.NewPromise(chain.client, "All of it", date(2026, 3, 27), project=chain)
    promise = making.make(new, by=manager, at=NOW)
    before = _finish(chain)
    scenarios.try_edit(scenario, Edit("duration", _task(chain, 2).pk, minutes=2 * WEEK))
    found = compared(scenario, reader, at=NOW)
    assert [(one.name, one.days) for one in found.moved] == [("Step 2", 7), ("Step 3", 7)]
    assert found.then.planned - found.now.planned == timedelta(days=7)
    [touched] = found.promises
    assert touched.promise == promise
    assert touched.after.percent < touched.before.percent
    assert _finish(chain) == before


@pytest.mark.parametrize(
    "kind, days", [("left_out", -7), ("not_before", 7), ("unlinked", -7)], ids=str
)
def test_each_kind_of_edit_does_what_it_says(scenario, chain, kind, days, reader):
    first, last = _task(chain, 1), _task(chain, 3)
    edit = {
        "left_out": Edit("left_out", first.pk),
        "not_before": Edit("not_before", first.pk, day=date(2026, 3, 9)),
        "unlinked": Edit("unlinked", last.pk, other=_task(chain, 2).pk),
    }[kind]
    scenarios.try_edit(scenario, edit)
    found = compared(scenario, reader, at=NOW)
    assert (found.then.planned - found.now.planned).days == days


@pytest.mark.parametrize("kind", ["duration", "left_out", "not_before", "unlinked"])
def test_keeping_makes_the_plan_what_was_tried(scenario, chain, manager, kind, reader):
    last = _task(chain, 3)
    edit = {
        "duration": Edit("duration", last.pk, minutes=480),
        "left_out": Edit("left_out", last.pk),
        "not_before": Edit("not_before", last.pk, day=date(2026, 4, 1)),
        "unlinked": Edit("unlinked", last.pk, other=_task(chain, 2).pk),
    }[kind]
    scenarios.try_edit(scenario, edit)
    then = compared(scenario, reader, at=NOW).then.planned
    scenarios.keep(scenario, by=manager, at=NOW)
    scenario.refresh_from_db()
    assert scenario.kept_at == NOW
    assert _finish(chain).date() == then


def test_keeping_twice_changes_the_plan_once(scenario, chain, manager):
    scenarios.try_edit(scenario, Edit("duration", _task(chain, 3).pk, minutes=480))
    scenarios.keep(scenario, by=manager, at=NOW)
    tasks.set_duration(_task(chain, 3), WEEK, by=manager, at=NOW)
    scenarios.keep(scenario, by=manager, at=NOW + timedelta(hours=1))
    assert _task(chain, 3).duration_minutes == WEEK


def test_a_scenario_whose_task_is_gone_is_kept_not_at_all(scenario, chain, manager):
    scenarios.try_edit(scenario, Edit("duration", _task(chain, 2).pk, minutes=480))
    scenarios.try_edit(scenario, Edit("left_out", _task(chain, 3).pk))
    tasks.put_in_bin(_task(chain, 3), by=manager, at=NOW)
    with pytest.raises(scenarios.CannotTry):
        scenarios.keep(scenario, by=manager, at=NOW)
    scenario.refresh_from_db()
    assert scenario.kept_at is None
    assert _task(chain, 2).duration_minutes == WEEK
    assert not TaskTiming.objects.filter(task__project=chain, is_active=False).exists()


def test_the_later_edit_of_the_same_kind_takes_the_place(scenario, chain):
    task = _task(chain, 1).pk
    scenarios.try_edit(scenario, Edit("duration", task, minutes=480))
    scenarios.try_edit(scenario, Edit("left_out", task))
    scenarios.try_edit(scenario, Edit("duration", task, minutes=960))
    assert read(scenario.edits) == [Edit("left_out", task), Edit("duration", task, minutes=960)]
    scenarios.take_out(scenario, 0)
    assert read(scenario.edits) == [Edit("duration", task, minutes=960)]


def test_a_kept_scenario_takes_no_more_edits(scenario, chain, manager):
    scenarios.keep(scenario, by=manager, at=NOW)
    with pytest.raises(scenarios.CannotTry):
        scenarios.try_edit(scenario, Edit("left_out", _task(chain, 1).pk))


def test_a_task_of_another_project_cannot_be_tried(scenario, make):
    with pytest.raises(scenarios.CannotTry):
        scenarios.try_edit(scenario, Edit("left_out", make.task(make.project()).pk))


def _url(workspace, name, **more):
    return reverse(f"planning.{name}", kwargs={"slug": workspace.slug, "key": "CHN", **more})


def test_a_person_tries_keeps_and_sees_the_plan_changed(chain, browse, manager, workspace):
    browser = browse(manager)
    begun = browser.post(_url(workspace, "new_scenario"), {"name": "we hurry"}, follow=True)
    assert "What if we hurry" in begun.content.decode()
    number = Scenario.objects.get().number
    form = {"task": _task(chain, 1).number, "kind": "duration", "length": "1d"}
    page = browser.post(_url(workspace, "scenario_edits", number=number), form, follow=True)
    assert "takes 1 day" in page.content.decode()
    assert "4 days sooner" in page.content.decode()
    browser.post(_url(workspace, "scenario_keeping", number=number))
    assert _task(chain, 1).duration_minutes == 480
    listed = browser.get(_url(workspace, "scenarios")).content.decode()
    assert "part of the plan" in listed
    [undo] = set(re.findall(r"/w/[^\"]+/undo/", listed))
    back = browser.post(undo, follow=True).content.decode()
    assert _task(chain, 1).duration_minutes == WEEK
    assert "Keep it" in back


def test_each_kind_of_edit_can_be_chosen_on_the_page(
    scenario, chain, browse, manager, member, workspace
):
    url, browser = _url(workspace, "scenario_edits", number=scenario.number), browse(manager)
    common = {"task": _task(chain, 2).number, "other": _task(chain, 1).number}
    for kind, said in (
        ("duration", {"length": "2d"}), ("assigned", {"member": member.pk}),
        ("shared", {"member": member.pk}), ("overtime", {"hours": "1.5"}),
        ("not_before", {"day": "2026-03-20"}), ("soonest", {}),
        ("linked", {"link": "SS", "lag": "2d"}), ("unlinked", {}), ("left_out", {}),
        ("followed", {"name": "Audit", "length": "1d", "member": ""}),
    ):  # fmt: skip
        browser.post(url, {**common, "kind": kind, **said})
    scenario.refresh_from_db()
    assert [edit.kind for edit in read(scenario.edits)] == list(KINDS)
    page = browser.get(_url(workspace, "scenario", number=scenario.number)).content.decode()
    for words in (
        "takes 2 days", f"is done by {member.name}", f"is shared with {member.name}",
        "is done with 1 hr 30 min of overtime a day", "begins no earlier than 20 Mar 2026",
        "begins as soon as it can", "waits for “Step 1” (SS +2d)", "no longer waits for “Step 1”",
        "is left out", "is followed by “Audit”, 1 day, nobody",
    ):  # fmt: skip
        assert words in page


def test_a_plan_that_has_no_dates_then_says_so(scenario, chain, browse, manager, workspace):
    edit = Edit("not_before", _task(chain, 1).pk, day=date(9999, 12, 30))
    scenarios.try_edit(scenario, edit)
    page = browse(manager).get(_url(workspace, "scenario", number=scenario.number))
    assert page.status_code == 200
    assert "the plan has no dates" in page.content.decode()


@pytest.mark.parametrize("weeks, words", [(2, "becomes late"), (0, "")], ids=["later", "as it is"])
def test_a_promise_that_becomes_late_is_named_with_the_client(
    scenario, chain, manager, browse, workspace, weeks, words, reader
):
    new = making.NewPromise(
        chain.client, "Second step", date(2026, 3, 16), project=chain, task=_task(chain, 2)
    )
    making.make(new, by=manager, at=NOW)
    if weeks:
        scenarios.try_edit(scenario, Edit("duration", _task(chain, 2).pk, minutes=weeks * WEEK))
    found = compared(scenario, reader, at=NOW)
    assert (found.now.late, found.then.late) == (0, 1 if weeks else 0)
    assert [one.becomes_late for one in found.promises] == ([True] if weeks else [])
    if weeks:
        scenarios.keep(scenario, by=manager, at=NOW)
        saved = scenarios.draft(chain, "we hurry", by=manager, at=NOW)
        scenarios.try_edit(saved, Edit("duration", _task(chain, 2).pk, minutes=WEEK))
        [one] = compared(saved, reader, at=NOW).promises
        assert (one.is_saved, one.promise.client) == (True, chain.client)


@pytest.mark.parametrize(
    "form, said",
    [
        ({"kind": "duration", "length": "soon"}, "Write a duration"),
        ({"kind": "not_before"}, "Choose a day"),
        ({"kind": "unlinked"}, "Choose the task it waits for"),
        ({"kind": "linked", "lag": "2d"}, "Choose the task it waits for"),
        ({"kind": "linked", "lag": "soon"}, "Write the wait"),
        ({"kind": "shared"}, "Choose who shares the work"),
        ({"kind": "overtime", "hours": ""}, "how many hours more"),
        ({"kind": "overtime", "hours": "30"}, "less than or equal to 8"),
        ({"kind": "followed", "length": "1d"}, "Give the new task a name"),
        ({"kind": "followed", "name": "Audit", "length": "x"}, "Write a duration"),
    ],
)
def test_an_edit_that_says_too_little_says_what_is_missing(
    scenario, chain, browse, manager, workspace, form, said
):
    url = _url(workspace, "scenario_edits", number=scenario.number)
    page = browse(manager).post(url, {"task": _task(chain, 1).number, **form})
    assert page.status_code == 422
    assert said in page.content.decode()


def test_a_viewer_reads_and_changes_nothing(scenario, chain, make, browse, workspace):
    viewer = browse(make.member(Role.VIEWER))
    assert viewer.get(_url(workspace, "scenario", number=scenario.number)).status_code == 200
    assert viewer.post(_url(workspace, "scenario_keeping", number=scenario.number)).status_code in (
        403,
        404,
    )


def test_a_scenario_thrown_away_is_in_the_bin(scenario, browse, manager, workspace):
    browse(manager).post(_url(workspace, "scenario_binning", number=scenario.number))
    scenario.refresh_from_db()
    assert scenario.binned_at is not None
    missing = browse(manager).get(_url(workspace, "scenario", number=scenario.number))
    assert missing.status_code == 404


def test_the_list_takes_the_same_queries_however_many(
    chain, manager, browse, workspace, django_assert_max_num_queries
):
    for n in range(40):
        scenarios.draft(chain, f"try {n}", by=manager, at=NOW)
    browser = browse(manager)
    browser.get(_url(workspace, "scenarios"))
    with django_assert_max_num_queries(12):
        browser.get(_url(workspace, "scenarios"))


def test_unlinking_leaves_other_links_alone(scenario, chain, manager):
    edit = Edit("unlinked", _task(chain, 3).pk, other=_task(chain, 2).pk)
    scenarios.try_edit(scenario, edit)
    scenarios.keep(scenario, by=manager, at=NOW)
    assert Dependency.objects.filter(project=chain).count() == 1
