"""The plan page: Gantt, table, dragging."""

import json
from datetime import UTC, date, datetime

import pytest

from rapport.planning.models import ScheduleRow
from rapport.planning.operations import outlook, scheduling
from rapport.planning.views import bars
from rapport.projects.models import Dependency, Task
from rapport.promises.models import Promise

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)
URL = "/w/fernhill/projects/KTB/plan/"


@pytest.fixture
def project(make, client_company):
    return make.project(client_company, key="KTB", starts_on=date(2026, 3, 2))


@pytest.fixture
def pair(make, project):
    """Payments waits for API access."""
    one, other = make.task(project, "API access"), make.task(project, "Payments")
    Dependency.objects.create(
        workspace=project.workspace, project=project, predecessor=one, successor=other
    )
    scheduling.reschedule(project, at=NOW)
    return one, other


def _plan(page):
    text = page.content.decode()
    start = text.index('<script id="plan-data" type="application/json">')
    return json.loads(text[text.index(">", start) + 1 : text.index("</script>", start)])


def test_the_gantt_gets_tasks_links_promises_and_days_off(
    make, project, pair, manager, browse, client_company
):
    Promise.objects.create(
        workspace=project.workspace, number=1, what="Beta", client=client_company,
        project=project, made_at=NOW, due_on=date(2026, 3, 20), created_at=NOW,
    )  # fmt: skip
    plan = _plan(browse(manager).get(URL))
    assert [(task["name"], task["start"], task["finish"]) for task in plan["tasks"]] == [
        ("API access", "2026-03-02T09:00", "2026-03-02T17:00"),
        ("Payments", "2026-03-03T09:00", "2026-03-03T17:00"),
    ]
    one, other = pair
    assert plan["links"] == [
        {"from": one.number, "to": other.number, "kind": "FS", "critical": True}
    ]
    assert plan["promises"] == [{"date": "2026-03-20", "label": "Beta", "expected": ""}]
    assert plan["workdays"] == [1, 2, 3, 4, 5]


def test_cards_on_the_board_say_until_when_and_what_is_critical(project, pair, manager, browse):
    one, other = pair
    ScheduleRow.objects.filter(task=one).update(is_critical=False)
    Task.objects.filter(pk=other.pk).update(state=Task.State.DONE)
    text = browse(manager).get(URL.replace("plan", "board")).text
    assert text.count("until <time") == 1 and "critical" not in text
    ScheduleRow.objects.filter(task=one).update(is_critical=True)
    assert "critical" in browse(manager).get(URL.replace("plan", "board")).text


def test_a_promise_is_measured_by_its_own_task_and_not_by_the_end_of_the_project(
    project, pair, manager, browse, client_company
):
    promise = Promise.objects.create(
        workspace=project.workspace, number=1, what="Beta", client=client_company, task=pair[0],
        project=project, made_at=NOW, due_on=date(2026, 3, 2), created_at=NOW,
    )  # fmt: skip
    ScheduleRow.objects.update(forecast_finish=datetime(2026, 3, 2, 16, tzinfo=UTC))
    for page in (URL, f"{URL}table/"):
        said = browse(manager).get(page).content.decode()
        assert "promised: Beta" in said and "will not be kept" not in said
    Promise.objects.filter(pk=promise.pk).update(due_on=date(2026, 3, 1))
    assert "will not be kept" in browse(manager).get(URL).content.decode()


def test_a_dragged_bar_answers_with_all_that_moved(pair, manager, browse):
    one, other = pair
    answer = browse(manager).post(f"{URL}{one.number}/schedule/", {"start": "2026-03-05T09:00"})
    moved = {task["id"]: task["start"] for task in answer.json()["tasks"]}
    assert moved == {one.number: "2026-03-05T09:00", other.number: "2026-03-06T09:00"}
    one.refresh_from_db()
    assert one.constraint == "SNET"


def test_a_pulled_end_changes_the_duration_in_working_time(pair, manager, browse):
    one, _ = pair
    browse(manager).post(f"{URL}{one.number}/schedule/", {"finish": "2026-03-09T17:00"})
    one.refresh_from_db()
    assert one.duration_minutes == 6 * 480


@pytest.mark.parametrize(
    "sent",
    [{}, {"start": "soon"}, {"start": "2026-03-05T09:00Z"}, {"project": "1"},
     {"start": "2026-03-05T09:00", "name": "x"}, {"start": "9999-12-31T00:00"}],
)  # fmt: skip
def test_a10_a_bar_takes_one_date_and_nothing_else(pair, manager, browse, sent):
    before = Task.objects.order_by("pk").values_list()
    kept = list(before)
    assert browse(manager).post(f"{URL}{pair[0].number}/schedule/", sent).status_code == 400
    assert list(before.all()) == kept


def test_what_has_begun_is_not_dragged_and_the_bar_goes_back(pair, manager, browse):
    Task.objects.filter(pk=pair[0].pk).update(actual_start=NOW, state="doing")
    answer = browse(manager).post(f"{URL}{pair[0].number}/schedule/", {"start": "2026-03-09T09:00"})
    assert answer.status_code == 422 and "begun" in answer.json()["error"]


def test_a_drawn_circle_is_refused_by_name(pair, manager, browse):
    one, other = pair
    answer = browse(manager).post(f"{URL}{other.number}/links/", {"to": one.number, "kind": "FS"})
    assert answer.status_code == 422
    assert "API access" in answer.json()["error"] and "Payments" in answer.json()["error"]
    assert Dependency.objects.count() == 1


def test_a_drawn_link_answers_with_links_and_moved_bars(make, project, pair, manager, browse):
    third = make.task(project, "Beta")
    answer = (
        browse(manager)
        .post(f"{URL}{pair[1].number}/links/", {"to": third.number, "kind": "FS"})
        .json()
    )
    assert len(answer["links"]) == 2
    assert {task["id"] for task in answer["tasks"]} >= {third.number}


def test_a03_a_bar_of_another_project_is_not_there(make, pair, manager, guest, browse):
    other = make.task(make.project(key="OTH"))
    sent = {"start": "2026-03-05T09:00"}
    assert browse(guest).post(f"{URL}{pair[0].number}/schedule/", sent).status_code == 404
    linked = browse(manager).post(f"{URL}{pair[0].number}/links/", {"to": other.number + 99})
    assert linked.status_code == 404


def test_the_table_says_why_each_task_stands_where_it_does(pair, viewer, manager, browse):
    page = browse(viewer).get(f"{URL}table/").content.decode()
    assert "waits for “API access”" in page and "begins with the project" in page
    assert "<inline-edit" not in page
    assert "<inline-edit" in browse(manager).get(f"{URL}table/").content.decode()


def test_a_circle_is_named_on_the_page(project, pair, manager, browse):
    one, other = pair
    Dependency.objects.create(
        workspace=project.workspace, project=project, predecessor=other, successor=one
    )
    scheduling.reschedule(project, at=NOW)
    page = browse(manager).get(URL).content.decode()
    assert "These tasks wait for each other" in page
    assert ScheduleRow.objects.filter(project=project).count() == 2


def test_a_summary_shows_what_its_parts_have_done(make, project, manager, browse):
    build = make.task(project, "Build")
    make.task(project, parent=build, duration_minutes=480, percent_complete=100)
    make.task(project, parent=build, duration_minutes=1440)
    scheduling.reschedule(project, at=NOW)
    assert _plan(browse(manager).get(URL))["tasks"][0]["percent"] == 25


def test_the_plan_costs_the_same_for_three_tasks_and_for_thirty(
    make, project, manager, browse, django_assert_max_num_queries
):
    browser = browse(manager)
    for count in (3, 27):
        for _ in range(count):
            make.task(project, assignee=manager)
        scheduling.reschedule(project, at=NOW)
        for url in (URL, f"{URL}table/", f"{URL}panel/"):
            with django_assert_max_num_queries(19):
                assert browser.get(url).status_code == 200


def test_an_empty_plan_offers_the_first_step(project, manager, viewer, browse):
    assert b"Add the first task" in browse(manager).get(URL).content
    assert b"Add the first task" not in browse(viewer).get(URL).content
    assert browse(viewer).get(f"{URL}panel/").status_code == 200


def test_the_task_page_shows_the_dates_and_why(pair, manager, browse):
    task = pair[1]
    page = browse(manager).get(f"/w/fernhill/projects/KTB/tasks/{task.number}/").content.decode()
    assert f"{URL}{task.number}/" in page
    panel = browse(manager).get(f"{URL}{task.number}/").content.decode()
    assert "waits for “API access”" in panel and "critical" in panel


def test_a_dragged_bar_can_be_put_back(pair, manager, browse):
    one, browser = pair[0], browse(manager)
    answer = browser.post(
        f"{URL}{one.number}/schedule/",
        {"start": "2026-03-05T09:00"},
        headers={"HX-Request": "true"},
    )
    undo = json.loads(answer.headers["HX-Trigger"])["toast"]["undo"]
    assert browser.post(undo, headers={"HX-Request": "true"}).status_code == 204
    one.refresh_from_db()
    assert (one.constraint, one.constraint_at) == ("ASAP", None)
    assert one.schedule.start == datetime(2026, 3, 2, 9, tzinfo=UTC)
    again = browser.post(undo)
    assert again.status_code == 409 and b"since" in again.content


def test_the_list_of_projects_says_when_each_is_expected(pair, project, manager, browse):
    scheduling.reschedule(project, at=datetime(2026, 3, 9, 8, tzinfo=UTC))
    page = browse(manager).get("/w/fernhill/projects/").content.decode()
    assert "Expected" in page and "later than planned" in page


def test_the_gantt_shows_slack_and_where_the_finish_is_likely(make, project, pair, manager, browse):
    free = make.task(project, "Documentation")
    scheduling.reschedule(project, at=NOW)
    assert _plan(browse(manager).get(URL))["finish"] is None
    outlook.reckon(project, at=NOW)
    page = browse(manager).get(URL)
    plan = _plan(page)
    late = {task["id"]: task["late"] for task in plan["tasks"]}
    assert late == {pair[0].number: None, pair[1].number: None, free.number: "2026-03-03T17:00"}
    assert "2026-03-03T09:00" < plan["finish"]["early"] <= plan["finish"]["likely"]
    early, likely = next(task["likely"] for task in plan["tasks"] if task["id"] == pair[1].number)
    assert early <= likely
    assert "from default uncertainty" in page.content.decode()


def test_of_very_many_moved_bars_the_last_say_where_they_stand(pair, manager, browse, monkeypatch):
    one, other = pair
    monkeypatch.setattr(bars, "IN_FULL", 0)
    answer = browse(manager).post(f"{URL}{one.number}/schedule/", {"start": "2026-03-05T09:00"})
    [full] = answer.json()["tasks"]
    assert (full["id"], full["start"]) == (one.number, "2026-03-05T09:00")
    assert answer.json()["moved"] == {
        "id": [other.number], "start": ["2026-03-06T09:00"], "finish": ["2026-03-06T17:00"],
        "critical": [True], "late": [None],
    }  # fmt: skip
