"""What a task costs: typed on its page by those who see money, and taken back."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import now

from rapport.events.models import Event
from rapport.lib.roles import Role
from rapport.planning.models import PlanOutlook, PlanStakes, TaskCost
from rapport.planning.operations import costs, outlook, timings
from rapport.planning.queries.outlook import outlook_of
from rapport.planning.tasks import reckon_outlook
from rapport.projects.operations import tasks, transfer
from rapport.projects.operations.tasks import NewTask

NOW = datetime(2026, 3, 2, 7, tzinfo=UTC)
HTMX = {"HX-Request": "true"}


@pytest.fixture
def task(make, manager):
    project = make.project(key="CST", starts_on=date(2026, 3, 2))
    made = tasks.create(project, NewTask("Build", duration_minutes=2400), by=manager, at=NOW)
    project.refresh_from_db()
    return made


def _url(workspace, name, task, **more):
    names = {"slug": workspace.slug, "key": "CST", "number": task.number, **more}
    return reverse(f"planning.{name}", kwargs=names)


@pytest.fixture
def say(browse, manager, workspace, task):
    """Type one amount on the task's page."""
    browser = browse(manager)

    def say(**typed):
        return browser.post(_url(workspace, "cost_amount", task), typed, headers=HTMX)

    return say


def _amounts(task):
    return TaskCost.objects.values_list("least", "likely", "most", "hourly").get(task=task)


def test_amounts_are_typed_one_by_one_and_kept_in_cents(say, task):
    assert say(likely="1,200").json() == {"text": "€1,200", "value": "1200"}
    assert say(least="€1000").status_code == say(most="1500.50").status_code == 200
    assert say(hourly="89.5").json() == {"text": "€89.50", "value": "89.5"}
    assert _amounts(task) == (100_000, 120_000, 150_050, 8_950)


def test_the_page_says_what_it_comes_to_by_plan(say, task, browse, manager, workspace):
    say(likely="1200")
    say(hourly="90")
    page = browse(manager).get(_url(workspace, "cost", task)).content.decode()
    assert "€4,800" in page and "By plan" in page  # 40 hours and 1,200


@pytest.mark.parametrize("typed", ["dear", "-5", "1.200", "9" * 25, "1e5", "NaN"])
def test_what_is_no_amount_is_refused_in_a_sentence(say, task, typed):
    answer = say(likely=typed)
    assert answer.status_code == 422 and "Write an amount" in answer.json()["error"]
    assert not TaskCost.objects.filter(task=task).exists()


def test_least_likely_and_most_follow_each_other(say):
    assert "Say first" in say(least="10").json()["error"]
    say(likely="100")
    assert say(least="101").status_code == say(most="99").status_code == 422
    say(least="50")
    assert say(likely="49").status_code == 422


def test_without_what_is_likely_there_is_neither_least_nor_most(say, task):
    for typed in ({"likely": "100"}, {"least": "50"}, {"most": "200"}, {"likely": ""}):
        assert say(**typed).status_code == 200
    assert _amounts(task) == (None, None, None, None)


def test_an_act_is_told_in_numbers_and_taken_back(say, task, browse, manager, workspace):
    say(likely="100")
    answer = say(likely="250")
    event = Event.objects.filter(verb="task.costed").latest("pk")
    assert event.facts["was"] == {"likely": 10_000} and event.facts["now"] == {"likely": 25_000}
    assert event.actor_id == manager.pk and event.project_id == task.project_id
    undo = json.loads(answer.headers["HX-Trigger"])["toast"]["undo"]
    browser = browse(manager)
    assert browser.post(undo, headers=HTMX).status_code == 204
    assert _amounts(task)[1] == 10_000
    assert browser.post(undo, headers=HTMX).status_code == 409


def test_the_same_amount_again_is_no_act(say):
    say(likely="100")
    say(likely="100.00")
    assert Event.objects.filter(verb="task.costed").count() == 1


def test_two_people_who_type_see_each_other(say, task):
    say(likely="100")
    answer = say(likely="300", was="")
    assert answer.status_code == 409 and answer.json()["theirs"]["text"] == "€100"
    assert _amounts(task)[1] == 10_000


@pytest.mark.parametrize("role", [Role.OWNER, Role.ADMIN, Role.MANAGER, Role.FINANCE])
def test_who_sees_money_sees_and_sets_it(make, browse, workspace, task, role):
    browser = browse(make.member(role))
    assert browser.get(_url(workspace, "cost", task)).status_code == 200
    assert browser.post(_url(workspace, "cost_amount", task), {"likely": "5"}).status_code == 200


@pytest.mark.parametrize("role", [Role.MEMBER, Role.VIEWER, Role.GUEST])
def test_nobody_else_does(say, make, browse, workspace, task, role):
    say(likely="777")
    someone = make.member(role)
    make.on_project(task.project, someone)
    browser = browse(someone)
    assert browser.get(_url(workspace, "cost", task)).status_code == 403
    assert browser.post(_url(workspace, "cost_amount", task), {"likely": "5"}).status_code == 403
    page = browser.get(f"/w/{workspace.slug}/projects/CST/tasks/{task.number}/", follow=True)
    assert page.status_code == 200 and "/cost/" not in page.content.decode()
    assert _amounts(task)[1] == 77_700


def test_a_sum_shows_what_its_parts_come_to(say, task, make, browse, manager, workspace):
    say(likely="100")
    whole = tasks.create(task.project, NewTask("All", duration_minutes=0), by=manager, at=NOW)
    task.refresh_from_db()
    type(task).objects.filter(pk=task.pk).update(parent=whole)
    page = browse(manager).get(_url(workspace, "cost", whole)).content.decode()
    assert "Its parts, by plan" in page and "€100" in page and "inline-edit" not in page


def test_an_amount_begins_another_round_but_dates_no_plan_anew(say, task):
    revision = task.project.plan_revision
    say(likely="100")
    task.project.refresh_from_db()
    assert task.project.plan_revision == revision
    assert PlanStakes.objects.get(project=task.project).round == 1


def test_a_cost_goes_along_to_another_project(say, task, make, manager):
    say(likely="100")
    other = make.project(task.project.client, "Other", key="OTH")
    transfer.move(task.project, [task], other, by=manager, at=NOW)
    assert TaskCost.objects.get(task=task).project == other


def test_the_outlook_is_reckoned_anew_with_the_cost(task, manager, run_jobs):
    project, at = task.project, now() - timedelta(minutes=1)
    outlook.reckon(project, at=at)
    costs.spend(task, by=manager, at=at, likely=100_000)
    costs.charge(task, 9_000, by=manager, at=at)
    assert not outlook_of(project).is_fresh and outlook_of(project).cost is None
    run_jobs()
    found = outlook_of(project)
    assert found.is_fresh and found.kept.planned_cost == 100_000 + 40 * 9_000
    assert 100_000 < found.cost.early < found.cost.likely < found.cost.safe
    reckon_outlook(project=project.pk)
    assert PlanOutlook.objects.get(project=project).computed_at == found.kept.computed_at


def test_what_is_left_out_costs_nothing_and_more_work_than_time_costs_more(task, manager):
    costs.charge(task, 6_000, by=manager, at=NOW)
    type(task).objects.filter(pk=task.pk).update(work_minutes=4800)
    assert outlook.reckon(task.project, at=NOW).planned_cost == 80 * 6_000
    timings.leave_out(task, by=manager, at=NOW)
    assert outlook.reckon(task.project, at=NOW).costs == []


def test_a_day_and_a_budget_together_are_no_surer_than_either(task, manager):
    costs.charge(task, 9_000, by=manager, at=NOW)
    outlook.reckon(task.project, at=NOW)
    found = outlook_of(task.project)
    day, cost = found.finish.day(50), found.cost
    done = found.finish.done(day)
    assert cost.joint(done, cost.likely) <= min(found.finish.chance(day), cost.chance(cost.likely))
    assert cost.joint(done, cost.early // 4) == 1
    assert cost.joint(99, cost.safe * 9) == 99
    assert abs(cost.joint(99, cost.likely) - 80) <= 1
