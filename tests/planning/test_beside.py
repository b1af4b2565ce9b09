"""What-ifs with their cost, and two of them side by side with today."""

import re
from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from rapport.accounts.readers import reader_for
from rapport.lib.roles import Role
from rapport.planning.operations import costs, scenarios
from rapport.planning.queries.beside import beside
from rapport.planning.queries.scenario import compared
from rapport.planning.what_if import Edit
from rapport.projects.models import Dependency, Task
from rapport.projects.operations import dependencies, tasks
from rapport.projects.operations.tasks import NewTask
from rapport.promises.operations import making

NOW = datetime(2026, 3, 2, 7, tzinfo=UTC)
WEEK = 5 * 480


@pytest.fixture
def chain(make, manager):
    """Two tasks of a week that cost 100 an hour, and a promise for the end of the second."""
    project = make.project(key="SBS", starts_on=date(2026, 3, 2), budget_minutes=90 * 60)
    one, other = (
        tasks.create(project, NewTask(name, duration_minutes=WEEK), by=manager, at=NOW)
        for name in ("Build", "Test")
    )
    dependencies.link(one, other, kind="FS", by=manager, at=NOW)
    for task in (one, other):
        costs.charge(task, 10_000, by=manager, at=NOW)
    new = making.NewPromise(project.client, "All of it", date(2026, 3, 18), project=project)
    making.make(new, by=manager, at=NOW)
    project.refresh_from_db()
    return project


@pytest.fixture
def try_(chain, manager):
    def try_(name, *edits):
        drafted = scenarios.draft(chain, name, by=manager, at=NOW)
        for kind, task, said in edits:
            pk = Task.objects.get(project=chain, name=task).pk
            scenarios.try_edit(drafted, Edit(kind, pk, **said))
        return drafted

    return try_


@pytest.fixture
def page(browse, manager, workspace):
    def page(one, other, by=manager):
        names = {"slug": workspace.slug, "key": "SBS", "number": one, "other": other}
        return browse(by).get(reverse("planning.scenario_beside", kwargs=names))

    return page


def _text(answer):
    assert answer.status_code == 200
    return " ".join(re.sub("<[^>]+>", " ", answer.content.decode()).split())


def test_a_what_if_says_what_it_would_cost(try_, manager):
    longer = try_("longer", ("duration", "Test", {"minutes": 2 * WEEK}))
    found = compared(longer, reader_for(manager), at=NOW)
    assert found.has_costs
    assert 1.3 < found.then.cost.early / found.now.cost.early < 1.7


def test_what_is_left_out_is_not_paid_and_shared_or_hurried_work_costs_the_same(
    try_, chain, manager, make
):
    reader, other = reader_for(manager), make.member()
    out = compared(try_("out", ("left_out", "Test", {})), reader, at=NOW)
    assert out.then.cost.early < 0.6 * out.now.cost.early
    shared = compared(try_("two", ("shared", "Test", {"member": other.pk})), reader, at=NOW)
    assert shared.then.cost.early == pytest.approx(shared.now.cost.early, rel=0.03)
    hurried = compared(try_("fast", ("overtime", "Test", {"minutes": 120})), reader, at=NOW)
    assert hurried.then.cost.early == pytest.approx(hurried.now.cost.early, rel=0.03)


def test_the_cost_stands_on_the_page_for_those_who_see_money(
    try_, browse, manager, make, workspace
):
    drafted = try_("longer", ("duration", "Test", {"minutes": 2 * WEEK}))
    names = {"slug": workspace.slug, "key": "SBS", "number": drafted.number}
    url = reverse("planning.scenario", kwargs=names)
    assert "Cost, 80 % sure" in _text(browse(manager).get(url))
    assert "Cost" not in _text(browse(make.member(Role.MEMBER)).get(url))


def test_three_plans_stand_side_by_side(try_, chain, manager, page):
    one = try_("testing takes longer", ("duration", "Test", {"minutes": 2 * WEEK}))
    other = try_("no testing", ("left_out", "Test", {}))
    found = beside(chain, [one, other], reader_for(manager), at=NOW)
    now, longer, shorter = found.columns
    assert shorter.side.planned < now.side.planned < longer.side.planned
    assert shorter.side.cost.likely < now.side.cost.likely < longer.side.cost.likely
    assert (shorter.work, now.work, longer.work) == (WEEK, 2 * WEEK, 3 * WEEK)
    assert [column.rest.is_over for column in found.columns] == [False, True, False]
    [kept] = found.promises
    assert [is_late for _outcome, is_late in kept.told] == [False, True, False]
    text = _text(page(one.number, other.number))
    assert "Today testing takes longer no testing" in text
    assert "Cost, 80 % sure" in text and "30 hr over" in text and "All of it" in text
    assert "takes 10 days" in text and "is left out" in text


def test_each_column_is_what_its_own_page_says(try_, chain, manager):
    reader = reader_for(manager)
    one = try_("longer", ("duration", "Build", {"minutes": 2 * WEEK}))
    other = try_("out", ("left_out", "Build", {}))
    found = beside(chain, [one, other], reader, at=NOW)
    for column, scenario in zip(found.columns[1:], (one, other), strict=True):
        alone = compared(scenario, reader, at=NOW)
        assert column.side == alone.then and column.work == alone.hours.after


def test_who_sees_no_money_compares_without_it(try_, page, make):
    one, other = try_("one"), try_("other")
    text = _text(page(one.number, other.number, by=make.member(Role.VIEWER)))
    assert "Finish, 80 % sure" in text and "Cost" not in text and "€" not in text


def test_a_guest_compares_nothing_of_a_project_they_are_not_on(try_, page, make):
    one, other = try_("one"), try_("other")
    assert page(one.number, other.number, by=make.member(Role.GUEST)).status_code == 404


def test_one_that_was_thrown_away_is_not_there(try_, page, manager):
    one, other = try_("one"), try_("other")
    scenarios.throw_away(other, by=manager, at=NOW)
    assert page(one.number, other.number).status_code == 404


def test_a_circle_is_said_in_its_column(try_, chain, page):
    build, test = Task.objects.filter(project=chain).order_by("pk")
    assert Dependency.objects.filter(predecessor=build, successor=test).exists()
    round_ = try_("round", ("linked", "Build", {"other": test.pk}))
    plain = try_("plain")
    text = _text(page(plain.number, round_.number))
    assert text.count("circle") == 1


def test_the_page_of_one_leads_to_its_comparison(try_, browse, manager, workspace):
    one, other = try_("one"), try_("other")
    names = {"slug": workspace.slug, "key": "SBS", "number": one.number}
    text = browse(manager).get(reverse("planning.scenario", kwargs=names)).content.decode()
    assert f"/scenarios/{one.number}/beside/{other.number}/" in text


def test_the_comparison_takes_the_same_queries_for_a_long_plan(
    try_, chain, page, make, django_assert_max_num_queries, django_assert_num_queries
):
    one = try_("one", ("left_out", "Test", {}))
    other = try_("other", ("duration", "Test", {"minutes": 480}))
    page(one.number, other.number)
    with django_assert_max_num_queries(60) as few:
        page(one.number, other.number)
    for _ in range(40):
        make.task(chain, duration_minutes=480)
    with django_assert_num_queries(len(few)):
        page(one.number, other.number)
