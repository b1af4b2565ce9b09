"""Other ways to do a task: noted with their price, taken as one act, and gone back from."""

import pytest

from rapport.events.models import Event
from rapport.planning.operations import costs
from rapport.portfolio.models import Way
from rapport.portfolio.operations import ways
from rapport.portfolio.operations.ways import NewWay
from rapport.projects.models import Task
from rapport.projects.operations import progress, tasks
from tests.portfolio.conftest import AT

DAY, WEEK = 480, 2400
AN_HOUR = 60


@pytest.fixture
def task(make, site, member, dated):
    task = make.task(site, "Basket", assignee=member, duration_minutes=WEEK)
    dated(site)
    return task


@pytest.fixture
def page(task):
    return f"/w/fernhill/projects/SITE/tasks/{task.number}/ways/"


@pytest.fixture
def faster(task, manager):
    return ways.note(
        task, NewWay("crash", 2 * DAY, 6 * DAY, 90_000, "Teo helps"), by=manager, at=AT
    )


@pytest.fixture
def others(task, manager):
    new = NewWay("subcontract", DAY, price=250_000, what="Pixel Ltd")
    return ways.note(task, new, by=manager, at=AT)


def said(**fields):
    return {"kind": "crash", "what": "", "duration": "2d", "work": "40h", "price": "900"} | fields


def is_now(task):
    row = Task.objects.get(pk=task.pk)
    return row.duration_minutes, row.work_minutes, row.assignee_id


def undo_of(answer):
    return str(list(answer.context["messages"])[0].extra_tags).split("undo=")[1]


def test_a_way_is_noted_with_its_price_and_changes_nothing(browse, manager, task, page):
    browser = browse(manager)
    assert "Note another way" in browser.get(page).text
    assert "Noted." in browser.post(f"{page}new/", said(what="Teo helps"), follow=True).text
    way = Way.objects.get()
    assert (way.duration_minutes, way.work_minutes, way.price) == (2 * DAY, 40 * AN_HOUR, 90_000)
    shown = browser.get(page).text
    assert "More people: Teo helps" in shown and "€900" in shown
    assert is_now(task) == (WEEK, None, task.assignee_id)


@pytest.mark.parametrize(
    ("fields", "complaint"),
    [
        ({"duration": "soon"}, "Write a duration like 3d, 4h or 2d 4h."),
        ({"duration": "0d"}, "Say how long it takes."),
        ({"work": ""}, "Say how much work of your people it is."),
        ({"price": "a lot"}, "Write an amount like 1200 or 89.50."),
        ({"kind": "magic"}, "magic"),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_is_kept(
    browse, manager, page, fields, complaint
):
    answer = browse(manager).post(f"{page}new/", said(what="Teo helps", **fields))
    assert answer.status_code == 422
    assert complaint in answer.text and 'value="Teo helps"' in answer.text
    assert not Way.objects.exists()


def test_taken_it_sets_duration_and_work_and_undo_goes_back(browse, manager, task, page, faster):
    browser, before = browse(manager), is_now(task)
    answer = browser.post(f"{page}{faster.number}/taking/", follow=True)
    assert "It is done in this way now." in answer.text
    assert is_now(task) == (2 * DAY, 6 * DAY, task.assignee_id)
    shown = browser.get(page).text
    assert "Go back" in shown and "takes 5 d" in shown
    verbs = list(Event.objects.in_workspace(task.workspace_id).values_list("verb", flat=True))
    assert verbs.count("way.taken") == verbs.count("task.changed") == 1
    browser.post(undo_of(answer))
    assert is_now(task) == before
    assert "Go back" not in browser.get(page).text


def test_given_to_others_it_is_nobodys_of_ours_and_comes_back_to_who_had_it(
    browse, manager, member, task, page, others
):
    browser = browse(manager)
    browser.post(f"{page}{others.number}/taking/")
    assert is_now(task) == (DAY, 0, None)
    browser.post(f"{page}{others.number}/going-back/")
    assert is_now(task) == (WEEK, None, member.pk)


def test_the_price_counts_once_in_the_tasks_cost_while_the_way_is_taken(
    browse, manager, task, page, faster
):
    costs.spend(task, by=manager, at=AT, likely=10_000)
    browser, cost = browse(manager), f"/w/fernhill/projects/SITE/plan/{task.number}/cost/"
    browser.post(f"{page}{faster.number}/taking/")
    assert "€1,000" in browser.get(cost).text
    browser.post(f"{page}{faster.number}/going-back/")
    assert "€1,000" not in browser.get(cost).text


def test_one_way_after_another_still_leads_back_to_the_ordinary_one(
    manager, member, task, faster, others
):
    ways.take(faster, by=manager, at=AT)
    ways.take(others, by=manager, at=AT)
    assert [way.pk for way in Way.objects.exclude(taken_at=None)] == [others.pk]
    ways.go_back(others, by=manager, at=AT)
    assert is_now(task) == (WEEK, None, member.pk)


def test_taking_twice_is_one_act(manager, task, faster):
    assert ways.take(faster, by=manager, at=AT)
    assert not ways.take(Way.objects.select_related("task__project").get(), by=manager, at=AT)
    ways.go_back(faster, by=manager, at=AT)
    assert not ways.go_back(faster, by=manager, at=AT)


def test_what_was_changed_since_stays(manager, task, faster):
    ways.take(faster, by=manager, at=AT)
    tasks.set_duration(Task.objects.get(pk=task.pk), 3 * DAY, by=manager, at=AT)
    ways.go_back(faster, by=manager, at=AT)
    assert is_now(task)[0] == 3 * DAY


def test_the_plan_is_dated_anew(manager, task, faster):
    before = task.schedule.finish
    ways.take(faster, by=manager, at=AT)
    task.schedule.refresh_from_db()
    assert task.schedule.finish < before


def test_a_binned_way_is_left_first_and_comes_back_untaken(browse, manager, task, page, faster):
    browser, before = browse(manager), is_now(task)
    browser.post(f"{page}{faster.number}/taking/", follow=True)
    answer = browser.post(f"{page}{faster.number}/binning/", follow=True)
    assert is_now(task) == before
    assert "More people" not in browser.get(page).text
    browser.post(undo_of(answer))
    assert "More people" in browser.get(page).text
    assert is_now(task) == before


def test_a_done_task_is_done_as_it_was(browse, manager, task, page, faster):
    progress.set_percent(task, 100, by=manager, at=AT)
    answer = browse(manager).post(f"{page}{faster.number}/taking/", follow=True)
    assert "The task is done." in answer.text
    assert Way.objects.get().taken_at is None


def test_milestones_and_summaries_have_no_ways(browse, manager, make, site, task):
    launch = make.task(site, "Launch", is_milestone=True, duration_minutes=0)
    make.task(site, "Part", parent=task)
    for one in (launch, task):
        page = f"/w/fernhill/projects/SITE/tasks/{one.number}/ways/"
        assert browse(manager).get(page).status_code == 204


def test_members_see_ways_without_prices_and_choose_none(browse, member, guest, page, faster, make):
    browser = browse(member)
    shown = browser.get(page).text
    assert "More people: Teo helps" in shown
    assert "€" not in shown and "Do it so" not in shown
    assert browser.post(f"{page}{faster.number}/taking/").status_code == 403
    assert browser.get(f"{page}new/").status_code == 403
    make.on_project(faster.task.project, guest)
    assert browse(guest).get(page).status_code == 403


def test_finance_sees_prices(browse, finance, page, faster):
    assert "€900" in browse(finance).get(page).text
