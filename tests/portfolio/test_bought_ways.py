"""Ways to do a task in the promise dates: what they cost, and the days they would buy."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import now

from rapport.lib.roles import Role
from rapport.planning.operations import costs, outlook
from rapport.planning.queries.outlook import outlook_of
from rapport.planning.queries.task_cost import cost_of
from rapport.portfolio.operations import ways
from rapport.portfolio.operations.ways import NewWay
from rapport.projects.models import Task
from rapport.projects.operations import dependencies, tasks
from rapport.projects.operations.tasks import NewTask

NOW = datetime(2026, 3, 2, 7, tzinfo=UTC)
WEEK = 5 * 480


@pytest.fixture
def project(make, manager):
    """Two tasks of a week, one after the other, at 100 an hour."""
    project = make.project(key="WAY", starts_on=date(2026, 3, 2))
    one, other = (
        tasks.create(project, NewTask(name, duration_minutes=WEEK), by=manager, at=NOW)
        for name in ("Build", "Test")
    )
    dependencies.link(one, other, kind="FS", by=manager, at=NOW)
    for task in (one, other):
        costs.charge(task, 10_000, by=manager, at=NOW)
    project.refresh_from_db()
    return project


@pytest.fixture
def build(project):
    return Task.objects.select_related("project__workspace", "workspace").get(name="Build")


@pytest.fixture
def cheap(build, manager):
    """Three days less by others, for nothing on top."""
    new = NewWay("subcontract", WEEK - 3 * 480, price=50_000, what="a studio next door")
    return ways.note(build, new, by=manager, at=NOW)


@pytest.fixture
def page(browse, manager, workspace):
    url = reverse("planning.outlook", kwargs={"slug": workspace.slug, "key": "WAY"})

    def page(by=manager, **asked):
        text = browse(by).get(url, asked).content.decode()
        return " ".join(re.sub("<[^>]+>", "", text).split())

    return page


def test_another_way_buys_days_at_its_price(project, cheap, page):
    outlook.reckon(project, at=NOW)
    first = outlook_of(project).way[0]
    # 500 to others, less the 40 hours at 100 that our people no longer work.
    assert (first.name, first.way, first.price) == ("Build", "a studio next door", 50_000 - 400_000)
    assert first.won >= 3 * 480
    text = page(days="3")
    assert "done otherwise (a studio next door)" in text
    assert "3 days earlier: Build (a studio next door)." in text and "It saves €3,500." in text


def test_a_way_that_is_taken_is_paid(project, build, cheap, manager, page):
    before = outlook.reckon(project, at=NOW).planned_cost
    ways.take(cheap, by=manager, at=NOW)
    project.refresh_from_db()
    assert outlook.reckon(project, at=NOW).planned_cost == before - 400_000 + 50_000
    build.refresh_from_db()
    assert cost_of(build).planned == 50_000
    assert all(not gain.way for gain in outlook_of(project).gains)


def test_each_act_on_a_way_is_reckoned_with(project, build, manager, run_jobs):
    at = now() - timedelta(minutes=1)
    outlook.reckon(project, at=at)
    way = ways.note(build, NewWay("overtime", 1_920, 2_400, 20_000), by=manager, at=at)
    assert not outlook_of(project).is_fresh
    run_jobs()
    assert outlook_of(project).is_fresh
    assert "Overtime" in {gain.way for gain in outlook_of(project).gains}
    ways.delete(way, by=manager, at=at)
    assert not outlook_of(project).is_fresh
    assert {gain.way for gain in outlook_of(project).gains} == {""}


def test_a_guest_sees_no_ways(project, cheap, make, page):
    outlook.reckon(project, at=NOW)
    guest = make.member(Role.GUEST)
    make.on_project(project, guest)
    text = page(by=guest, days="3")
    assert "What would buy days" in text and "studio next door" not in text and "€" not in text
