"""Check this plan: the fourteen checks by the page, with the tasks that cause them."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from rapport.control.check_words import NAMES, WORDS
from rapport.control.reasons import SAYINGS, reason
from rapport.control.views import checks as views
from rapport.engine.plan_checks.check import CHECKS
from rapport.engine.plan_checks.finding import Hint
from rapport.planning.operations import baselines, scheduling
from rapport.projects.durations import Lag
from rapport.projects.models import Dependency, Task
from rapport.projects.operations import dependencies, hands, progress, tasks
from rapport.projects.operations.tasks import NewTask

START = date(2026, 3, 2)
NOW = datetime(2026, 3, 2, 7, tzinfo=UTC)
URL = "/w/fernhill/projects/CHN/plan/checks/"
WEEK = 2400


@pytest.fixture
def chain(make, manager):
    """Begin, three steps that somebody does, and an end."""
    project = make.project(key="CHN", starts_on=START)
    wanted = [
        NewTask("Begin", is_milestone=True),
        *(NewTask(f"Step {n}", duration_minutes=WEEK, assignee=manager) for n in (1, 2, 3)),
        NewTask("End", is_milestone=True),
    ]
    made = [tasks.create(project, new, by=manager, at=NOW) for new in wanted]
    for one, other in zip(made, made[1:], strict=False):
        dependencies.link(one, other, kind="FS", by=manager, at=NOW)
    project.refresh_from_db()
    return project


@pytest.fixture(autouse=True)
def at(monkeypatch):
    """It is the morning of the first day, unless the test says otherwise."""

    def be(moment):
        monkeypatch.setattr(views, "now", lambda: moment)

    be(NOW)
    return be


def step(project, name):
    rows = Task.objects.select_related("project__workspace", "workspace")
    return rows.get(project=project, name=name)


def rows_of(browser):
    answer = browser.get(URL)
    assert answer.status_code == 200
    return {str(row.name): row for row in answer.context["rows"]}


def causes(row):
    return [(one.name, one.why) for one in row.causes]


def test_a_sound_plan_has_nothing_to_mend(chain, manager, browse):
    browser = browse(manager)
    assert URL in browser.get("/w/fernhill/projects/CHN/plan/").content.decode()
    page = browser.get(URL).content.decode()
    assert "Nothing to mend." in page and "three of them cannot tell" in page
    assert "11 of 14 pass" in page
    baselines.take(chain, "Agreed", by=manager, at=NOW)
    page = browser.get(URL).content.decode()
    assert "Measured by the baseline “Agreed”" in page


def test_each_fault_is_found_with_its_task_and_a_word_why(chain, manager, browse):
    loose = tasks.create(chain, NewTask("Loose", duration_minutes=50 * 480), by=manager, at=NOW)
    tasks.constrain(loose, "MSO", NOW + timedelta(days=7), by=manager, at=NOW)
    link = Dependency.objects.get(successor=step(chain, "Step 2"))
    dependencies.change(link, kind="FS", lag=Lag(960), by=manager, at=NOW)
    link = Dependency.objects.get(successor=step(chain, "Step 3"))
    dependencies.change(link, kind="SS", lag=Lag(-480), by=manager, at=NOW)
    found = rows_of(browse(manager))
    assert causes(found["Links"]) == [("Loose", "waits for nothing · nothing waits for it")]
    assert causes(found["People"]) == [("Loose", "nobody does it")]
    assert causes(found["Long tasks"]) == [("Loose", "takes 50 days")]
    assert causes(found["Hard dates"]) == [("Loose", "Must start on 9 Mar")]
    assert causes(found["Lags"]) == [("Step 2", "2 days after “Step 1” would let it")]
    assert causes(found["Leads"]) == [("Step 3", "1 day before “Step 2” would let it")]
    assert causes(found["Kinds of links"]) == [("Step 3", "begins with “Step 2”")]
    page = browse(manager).get(URL).content.decode()
    assert f"/projects/CHN/tasks/{loose.number}/" in page
    assert page.index("Hard dates") < page.index("Negative slack")


def test_what_should_have_begun_is_told_against_today(chain, manager, browse, at):
    baselines.take(chain, "Agreed", by=manager, at=NOW)
    at(NOW + timedelta(weeks=2))
    found = rows_of(browse(manager))
    first = dict(causes(found["Dates and today"]))["Step 1"]
    assert "was to end 6 Mar and has not" in first and "was to begin 2 Mar" in first
    assert ("Step 1", "was to be done, and is open") in causes(found["Done of what was due"])
    assert found["Done of what was due"].figure == "0.00"


def test_what_was_noted_today_is_not_in_the_future(chain, manager, browse, at):
    at(NOW + timedelta(hours=8))
    progress.set_state(step(chain, "Step 1"), "doing", by=manager, at=NOW + timedelta(hours=3))
    assert rows_of(browse(manager))["Dates and today"].passed is True


def test_a_late_task_is_missed_and_says_both_days(chain, manager, browse, at):
    baselines.take(chain, "Agreed", by=manager, at=NOW)
    done = NOW + timedelta(days=9)
    progress.set_state(step(chain, "Step 1"), "done", by=manager, at=done)
    at(NOW + timedelta(days=10))
    missed = causes(rows_of(browse(manager))["Missed tasks"])
    assert missed == [("Step 1", "due 6 Mar, done 11 Mar")]


def test_a_task_of_a_name_from_a_file_has_somebody(chain, manager, browse):
    hands.assign(step(chain, "Step 1"), None, by=manager, at=NOW)
    browser = browse(manager)
    assert rows_of(browser)["People"].passed is False
    Task.objects.filter(name="Step 1").update(assignee_name="Somebody else")
    assert rows_of(browser)["People"].passed is True


def test_an_empty_plan_and_one_in_a_circle_say_what_to_do(make, chain, manager, browse):
    make.project(key="NEW")
    browser = browse(manager)
    empty = browser.get("/w/fernhill/projects/NEW/plan/checks/").content.decode()
    assert "No plan yet" in empty
    Dependency.objects.create(
        workspace=chain.workspace, project=chain, predecessor=step(chain, "Step 3"),
        successor=step(chain, "Step 1"),
    )  # fmt: skip
    scheduling.reschedule(chain, at=NOW)
    assert "These tasks wait for each other" in browser.get(URL).content.decode()


def test_a_guest_sees_it_only_where_they_are(chain, make, guest, browse):
    assert browse(guest).get(URL).status_code == 404
    make.on_project(chain, guest)
    assert browse(guest).get(URL).status_code == 200


def test_each_check_has_its_words():
    codes = {one.__name__ for one in CHECKS}
    assert codes == set(WORDS) == set(NAMES) == set(SAYINGS)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(lag=some.floats(-1e6, 1e6), unit=some.sampled_from(["working", "elapsed", "percent"]))
def test_any_lag_is_said(lag, unit):
    hint = Hint("lags.FS", "1", {"predecessor": "2", "lag": lag, "unit": unit})
    assert "“Other”" in reason(hint, {"2": ("Other", 2)}, START)


def test_a_thousand_tasks_take_the_same_queries(
    make, manager, browse, django_assert_max_num_queries
):
    project = make.project(key="CHN", starts_on=START)
    Task.objects.bulk_create(
        Task(
            workspace=make.workspace, project=project, number=n, name=f"T{n}", position=n,
            created_at=NOW, duration_minutes=WEEK,
        )
        for n in range(1, 1001)
    )  # fmt: skip
    scheduling.reschedule(project, at=NOW)
    baselines.take(project, "Agreed", by=manager, at=NOW)
    browser = browse(manager)
    browser.get(URL)
    with django_assert_max_num_queries(20):
        page = browser.get(URL).content.decode()
    assert "and 970 more" in page
