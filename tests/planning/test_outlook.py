"""What date can be promised, with what confidence, and what would change it."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils.timezone import now

from rapport.lib.roles import Role
from rapport.planning.models import (
    Baseline,
    BaselineRow,
    PlanOutlook,
    PromiseOdds,
    TaskTiming,
)
from rapport.planning.operations import outlook, promise_odds, timings
from rapport.planning.operations.scheduling import reschedule
from rapport.planning.queries.history import past_tasks
from rapport.planning.queries.kinds_of_work import kinds_of_work
from rapport.planning.queries.outlook import Confidence, outlook_of
from rapport.planning.queries.promised_odds import kept_rates
from rapport.planning.tasks import reckon_outlooks
from rapport.projects.models import Dependency, Task
from rapport.projects.operations import dependencies, tasks
from rapport.projects.operations.tasks import NewTask
from rapport.promises.models import Promise
from rapport.promises.operations import making, settling
from rapport.resourcing.models import TaskSkill
from rapport.resourcing.operations import skills
from rapport.workspaces.operations import bin as workspace_bin

NOW = datetime(2026, 3, 2, 7, tzinfo=UTC)
WEEK = 5 * 480


@pytest.fixture
def chain(make, manager):
    """Three tasks of a week, one after the other, from Monday 2 March on."""
    project = make.project(key="CHN", starts_on=date(2026, 3, 2))
    made = [
        tasks.create(project, NewTask(f"Step {n}", duration_minutes=WEEK), by=manager, at=NOW)
        for n in (1, 2, 3)
    ]
    for one, other in zip(made, made[1:], strict=False):
        dependencies.link(one, other, kind="FS", by=manager, at=NOW)
    project.refresh_from_db()
    return project


def test_a_plan_nobody_estimated_says_that_it_is_from_default_uncertainty(chain):
    outlook.reckon(chain, at=NOW)
    found = outlook_of(chain)
    assert found.basis == "default"
    assert (found.kept.unknown, found.kept.estimated, found.kept.learned) == (3, 0, 0)
    assert found.early <= found.finish.likely <= found.finish.safe
    assert found.finish.likely > found.kept.planned.date()


def test_estimates_of_people_take_the_place_of_the_default(chain, manager):
    outlook.reckon(chain, at=NOW)
    before = outlook_of(chain).finish.safe
    for task in Task.objects.filter(project=chain):
        timings.estimate(task, by=manager, at=NOW, least_minutes=WEEK, most_minutes=WEEK)
    outlook.reckon(chain, at=NOW)
    found = outlook_of(chain)
    assert found.basis == "estimate"
    assert found.early == found.finish.safe == found.kept.planned.date() < before


def test_the_least_is_no_more_than_the_likely_duration(chain, manager):
    task = Task.objects.filter(project=chain).first()
    with pytest.raises(timings.OutOfOrder):
        timings.estimate(task, by=manager, at=NOW, least_minutes=WEEK + 1)
    with pytest.raises(timings.OutOfOrder):
        timings.estimate(task, by=manager, at=NOW, most_minutes=WEEK - 1)
    assert not TaskTiming.objects.filter(task=task).exists()


def test_every_task_of_a_chain_decides_the_finish_and_would_buy_days(chain):
    outlook.reckon(chain, at=NOW)
    found = outlook_of(chain)
    assert {driver.percent for driver in found.drivers} == {100}
    assert len(found.gains) == 3
    assert all(gain.won > 0 and gain.spared > 0 for gain in found.gains)


def test_the_same_plan_has_the_same_outlook(chain):
    one = outlook.reckon(chain, at=NOW)
    other = outlook.reckon(chain, at=NOW)
    assert (one.finishes, one.gains) == (other.finishes, other.gains)


def test_a_day_is_kept_when_the_work_ends_on_it(chain):
    kept = outlook.reckon(chain, at=NOW)
    found = outlook_of(chain).finish
    assert found.chance(found.day(80)) >= 80
    assert found.chance(date(2026, 3, 2)) == 1
    assert found.chance(date(2030, 1, 1)) == 99
    assert len(kept.finishes) == 99


def test_days_are_those_of_the_workspace_not_of_greenwich():
    late = int(datetime(2026, 3, 2, 23, 30, tzinfo=UTC).timestamp() // 60)
    finish = Confidence([late] * 99, ZoneInfo("Europe/Berlin"))
    assert finish.day(80) == date(2026, 3, 3)
    assert finish.chance(date(2026, 3, 2)) == 1


def _counted(monkeypatch):
    asked = []
    reckon = outlook.reckon
    monkeypatch.setattr(outlook, "reckon", lambda *a, **k: asked.append(a) or reckon(*a, **k))
    return asked


def test_edits_in_a_row_are_simulated_once(make, manager, run_jobs, monkeypatch):
    asked = _counted(monkeypatch)
    project = make.project()
    for name in ("one", "two", "three"):
        new = NewTask(name, duration_minutes=480)
        tasks.create(project, new, by=manager, at=now() - timedelta(minutes=1))
    run_jobs()
    project.refresh_from_db()
    assert PlanOutlook.objects.get(project=project).revision == project.plan_revision
    assert len(asked) == 1


def test_what_is_told_of_the_past_waits_for_the_clock(chain, run_jobs, monkeypatch):
    asked = _counted(monkeypatch)
    run_jobs()
    assert asked == []
    reckon_outlooks()
    assert len(asked) == 1
    reckon_outlooks()
    assert len(asked) == 1


def test_a_plan_that_closes_a_circle_or_is_empty_has_no_outlook(make):
    project = make.project()
    assert outlook.reckon(project, at=NOW) is None
    assert outlook_of(project) is None


def test_the_firm_learns_from_finished_work_that_stood_in_a_baseline(make, chain, manager):
    past = make.project(starts_on=date(2026, 1, 5))
    baseline = Baseline.objects.create(
        workspace=past.workspace, project=past, number=1, name="Agreed", tasks=8,
        taken_at=datetime(2026, 1, 4, tzinfo=UTC), finish=NOW, digest="x", previous_digest="",
    )  # fmt: skip
    for n in range(8):
        start = datetime(2026, 1, 5, 8, tzinfo=UTC)
        task = make.task(past, actual_start=start, actual_finish=start + timedelta(days=1 + n % 2))
        BaselineRow.objects.create(
            workspace=past.workspace, baseline=baseline, task_number=task.number, start=start,
            finish=start, duration_minutes=240, percent=0,
        )  # fmt: skip
    make.task(past, actual_start=NOW, actual_finish=NOW)
    found = past_tasks(chain.workspace)
    assert len(found) == 8
    assert {task.estimate for task in found} == {240}
    outlook.reckon(chain, at=NOW)
    seen = outlook_of(chain)
    assert (seen.basis, seen.kept.cases) == ("history", 8)


def _done(make, past, baseline, minutes, asks):
    """A finished task of four estimated hours that asks for a skill and took so long."""
    start = datetime(2026, 1, 5, 9, tzinfo=UTC)
    finish = start + timedelta(minutes=minutes)
    task = make.task(past, actual_start=start, actual_finish=finish, state="done")
    BaselineRow.objects.create(
        workspace=past.workspace, baseline=baseline, task_number=task.number, start=start,
        finish=start, duration_minutes=240, percent=0,
    )  # fmt: skip
    TaskSkill.objects.create(workspace=past.workspace, task=task, skill=asks)


def test_each_kind_of_work_is_judged_by_its_own_past(make, manager):
    writing, design = (skills.add(name, by=manager, at=NOW) for name in ("Writing", "Design"))
    for n in range(3):
        past = make.project(starts_on=date(2026, 1, 5))
        baseline = Baseline.objects.create(
            workspace=past.workspace, project=past, number=1, name="Agreed", tasks=8,
            taken_at=datetime(2026, 1, 4, tzinfo=UTC), finish=NOW, digest=f"x{n}",
            previous_digest="",
        )  # fmt: skip
        for minutes in (200, 220, 240, 260):
            _done(make, past, baseline, minutes, writing)
            _done(make, past, baseline, minutes + 220, design)
    finishes = {}
    for kind in (writing, design):
        project = make.project(starts_on=date(2026, 3, 2))
        task = tasks.create(project, NewTask("A", duration_minutes=WEEK * 4), by=manager, at=NOW)
        TaskSkill.objects.create(workspace=project.workspace, task=task, skill=kind)
        outlook.reckon(project, at=NOW)
        finishes[kind] = outlook_of(project).finish.likely
    assert finishes[design] - finishes[writing] > timedelta(days=14)
    workspace_bin.put(design, by=manager, at=NOW)
    assert {task.label.kind for task in past_tasks(manager.workspace)} == {"", str(writing.pk)}


def test_the_kind_of_a_task_is_the_skill_it_asks_most_of(make, manager):
    names = ("Writing", "Design", "Drawing")
    writing, design, drawing = (skills.add(name, by=manager, at=NOW) for name in names)
    task, other = make.task(make.project()), make.task(make.project())
    asked = ((task, writing, 1), (task, drawing, 3), (task, design, 3), (other, writing, 1))
    for one, skill, level in asked:
        TaskSkill.objects.create(workspace=one.workspace, task=one, skill=skill, level=level)
    assert kinds_of_work() == {task.pk: str(design.pk), other.pk: str(writing.pk)}
    assert kinds_of_work(task__project=other.project) == {other.pk: str(writing.pk)}


def test_work_that_began_before_its_baseline_teaches_nothing(make, chain):
    past = make.project()
    start = datetime(2026, 1, 5, 8, tzinfo=UTC)
    task = make.task(past, actual_start=start, actual_finish=start + timedelta(days=1))
    baseline = Baseline.objects.create(
        workspace=past.workspace, project=past, number=1, name="Late", tasks=1,
        taken_at=start + timedelta(hours=1), finish=NOW, digest="x", previous_digest="",
    )  # fmt: skip
    BaselineRow.objects.create(
        workspace=past.workspace, baseline=baseline, task_number=task.number, start=start,
        finish=start, duration_minutes=240, percent=0,
    )  # fmt: skip
    assert past_tasks(chain.workspace) == []


def _promise(chain, manager, due_on):
    new = making.NewPromise(chain.client, "All of it", due_on, project=chain)
    return making.make(new, by=manager, at=NOW)


def test_a_promise_remembers_how_sure_it_was(chain, manager):
    outlook.reckon(chain, at=NOW)
    sure = _promise(chain, manager, date(2027, 1, 1))
    hasty = _promise(chain, manager, date(2026, 3, 3))
    for promise in (sure, hasty):
        promise_odds.note(promise, due_on=promise.due_on, at=NOW)
    assert dict(PromiseOdds.objects.values_list("promise", "percent")) == {sure.pk: 99, hasty.pk: 1}


def test_odds_reckoned_long_after_a_promise_are_not_noted(chain, manager):
    outlook.reckon(chain, at=NOW + timedelta(days=40))
    promise = _promise(chain, manager, date(2026, 3, 20))
    promise_odds.note(promise, due_on=promise.due_on, at=NOW)
    assert not PromiseOdds.objects.exists()


def test_a_promise_moved_to_a_day_nobody_reckoned_has_no_odds_any_more(chain, manager):
    outlook.reckon(chain, at=NOW)
    promise = _promise(chain, manager, date(2027, 1, 1))
    promise_odds.note(promise, due_on=promise.due_on, at=NOW)
    promise_odds.note(promise, due_on=date(2027, 2, 1), at=NOW + timedelta(days=40))
    assert not PromiseOdds.objects.exists()


def test_odds_are_those_of_the_task_a_promise_hangs_on(chain, manager):
    outlook.reckon(chain, at=NOW)
    first = Task.objects.get(project=chain, name="Step 1")
    new = making.NewPromise(chain.client, "A part", date(2026, 3, 13), project=chain, task=first)
    part = making.make(new, by=manager, at=NOW)
    whole = _promise(chain, manager, date(2026, 3, 13))
    for promise in (part, whole):
        promise_odds.note(promise, due_on=promise.due_on, at=NOW)
    odds = dict(PromiseOdds.objects.values_list("promise", "percent"))
    assert odds[part.pk] > 80 > odds[whole.pk]


def test_making_and_moving_a_promise_notes_its_odds(chain, manager, run_jobs):
    at = now()
    outlook.reckon(chain, at=at)
    new = making.NewPromise(chain.client, "All of it", date(2099, 1, 1), project=chain)
    promise = making.make(new, by=manager, at=at)
    run_jobs()
    assert PromiseOdds.objects.get(promise=promise).percent == 99
    settling.move(promise, to=at.date(), consent=None, by=manager, at=at)
    run_jobs()
    assert PromiseOdds.objects.get(promise=promise).percent == 1


def test_kept_rates_are_told_by_how_sure_the_promises_were(chain, manager):
    outlook.reckon(chain, at=NOW)
    for n, state in enumerate(["kept", "kept", "broken", "open"]):
        promise = _promise(chain, manager, date(2027, 1, 1 + n))
        promise_odds.note(promise, due_on=promise.due_on, at=NOW)
        Promise.objects.filter(pk=promise.pk).update(state=state)
    [rate] = kept_rates()
    assert (rate.least, rate.most, rate.count, rate.kept, rate.percent) == (90, 100, 3, 2, 67)


def _page(workspace, name, **more):
    return reverse(name, kwargs={"slug": workspace.slug, **more})


def test_the_page_says_the_dates_and_what_they_rest_on(chain, browse, manager, workspace):
    outlook.reckon(chain, at=NOW)
    page = browse(manager).get(_page(workspace, "planning.outlook", key="CHN"))
    text = page.content.decode()
    assert page.status_code == 200
    assert "from default uncertainty" in text
    assert "Step 1" in text


def test_the_page_waits_for_dates_that_are_being_reckoned(chain, browse, manager, workspace):
    page = browse(manager).get(_page(workspace, "planning.outlook", key="CHN")).content.decode()
    assert "One moment" in page and "every 4s" in page
    outlook.reckon(chain, at=NOW)
    page = browse(manager).get(_page(workspace, "planning.outlook", key="CHN")).content.decode()
    assert "every 4s" not in page


def test_the_page_of_a_plan_without_dates_says_what_to_do(make, browse, manager, workspace):
    make.project(key="NIL")
    page = browse(manager).get(_page(workspace, "planning.outlook", key="NIL"))
    text = page.content.decode()
    assert "No dates to promise yet" in text and "every 4s" not in text


def test_the_page_of_a_plan_that_closes_a_circle_names_it(make, browse, manager, workspace):
    project = make.project(key="RND")
    first, second = make.task(project, "Hen"), make.task(project, "Egg")
    for before, after in ((first, second), (second, first)):
        Dependency.objects.create(
            workspace=workspace, project=project, predecessor=before, successor=after
        )
    reschedule(project, at=NOW)
    text = browse(manager).get(_page(workspace, "planning.outlook", key="RND")).text
    assert "These tasks wait for each other" in text and "“Hen” →" in text and "“Egg” →" in text


def test_beside_a_typed_day_stands_how_sure_it_is(chain, browse, manager, workspace):
    outlook.reckon(chain, at=NOW)
    url = _page(workspace, "planning.chance")
    said = browse(manager).get(url, {"project": "CHN", "due_on": "2026-03-03"}).content.decode()
    assert "1 %" in said and "more likely late" in said
    assert "80 %" in said
    last = browse(manager).get(url, {"project": "CHN", "due_on": "9999-12-31"})
    assert last.status_code == 200
    nothing = browse(manager).get(url, {"project": "NOPE", "due_on": "soon", "task": "x"})
    assert nothing.status_code == 200
    assert nothing.content.decode().strip() == ""


def test_each_promised_day_says_how_sure_it_is_now_and_was(chain, browse, manager, workspace):
    outlook.reckon(chain, at=NOW)
    hasty, sure = (_promise(chain, manager, day) for day in (date(2026, 3, 3), date(2027, 1, 1)))
    PromiseOdds.objects.create(workspace=workspace, promise=hasty, percent=81, reckoned_at=NOW)
    url = _page(workspace, "planning.outlook", key="CHN")
    text = browse(manager).get(url).text
    first, then = text.index(f"/promises/{hasty.number}/"), text.index(f"/promises/{sure.number}/")
    assert "1 % sure" in text[first:then] and "81 % sure when promised" in text[first:then]
    assert "99 % sure" in text[then:] and "when promised" not in text[then:]


def test_a_guest_sees_no_chance_of_a_project_they_are_not_on(chain, make, browse, workspace):
    outlook.reckon(chain, at=NOW)
    guest = make.member(Role.GUEST)
    said = browse(guest).get(_page(workspace, "planning.chance"), {"project": "CHN"})
    assert said.content.decode().strip() == ""


def test_the_page_takes_the_same_queries_for_a_long_plan(
    chain, browse, manager, workspace, make, django_assert_max_num_queries
):
    outlook.reckon(chain, at=NOW)
    browser = browse(manager)
    url = _page(workspace, "planning.outlook", key="CHN")
    browser.get(url)
    for _ in range(30):
        make.task(chain, duration_minutes=480)
    outlook.reckon(chain, at=NOW)
    with django_assert_max_num_queries(14):
        browser.get(url)


def test_least_and_most_are_typed_on_the_task_and_taken_back(chain, browse, manager, workspace):
    task = Task.objects.filter(project=chain).first()
    url = _page(workspace, "planning.timing", key="CHN", number=task.number)
    browser = browse(manager)
    assert browser.post(url, {"least": "3d"}).json()["value"] == "3d"
    refused = browser.post(url, {"most": "1d"})
    assert refused.status_code == 422
    assert "at most" in refused.json()["error"]
    assert browser.post(url, {"least": "some"}).status_code == 422
    assert TaskTiming.objects.get(task=task).least_minutes == 3 * 480
    assert browser.post(url, {"least": ""}).json()["text"] == "—"
    assert TaskTiming.objects.get(task=task).least_minutes is None
