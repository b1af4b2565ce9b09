"""Two people at the same field, durations in both units, and rows typed into the table."""

from datetime import UTC, date, datetime

import pytest

from rapport.planning.models import ScheduleRow
from rapport.planning.operations import scheduling
from rapport.projects.durations import Lag, Length, lag_of, length_of, written
from rapport.projects.models import Dependency, Task

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)
PLAN = "/w/fernhill/projects/KTB/plan/table/"


@pytest.fixture
def project(make, client_company):
    return make.project(client_company, key="KTB", starts_on=date(2026, 3, 2))


@pytest.fixture
def task(make, project):
    task = make.task(project, "Design")
    scheduling.reschedule(project, at=NOW)
    return Task.objects.select_related("project", "workspace").get(pk=task.pk)


@pytest.fixture
def fields(task):
    return f"/w/fernhill/projects/KTB/tasks/{task.number}/fields/"


def test_a_field_somebody_else_has_changed_meanwhile_is_not_overwritten(
    task, fields, manager, owner, browse
):
    browse(owner).post(fields, {"duration": "2d", "was": "1d"})
    answer = browse(manager).post(fields, {"duration": "3d", "was": "1d"})
    assert answer.status_code == 409
    assert answer.json()["theirs"] == {"text": "2 days", "value": "2d"}
    assert answer.json()["keep"] and answer.json()["take"]
    task.refresh_from_db()
    assert task.duration_minutes == 960
    answer = browse(manager).post(fields, {"duration": "3d", "was": "2d"})
    assert answer.json()["value"] == "3d"


def test_another_field_of_the_same_task_is_no_conflict(task, fields, manager, owner, browse):
    browse(owner).post(fields, {"duration": "2d", "was": "1d"})
    assert browse(manager).post(fields, {"name": "Draft", "was": "Design"}).status_code == 200


def test_words_are_guarded_like_everything_else(task, fields, manager, owner, browse):
    browse(owner).post(fields, {"description": "Theirs", "was": ""})
    assert browse(manager).post(fields, {"description": "Mine", "was": ""}).status_code == 409
    task.refresh_from_db()
    assert task.description == "Theirs"


def test_a_duration_around_the_clock_is_typed_shown_and_dated_so(task, fields, manager, browse):
    answer = browse(manager).post(fields, {"duration": "3ed"})
    assert (answer.json()["text"], answer.json()["value"]) == ("3 days elapsed", "3ed")
    row = ScheduleRow.objects.get()
    assert row.finish - row.start == datetime(2026, 3, 4) - datetime(2026, 3, 1)  # noqa: DTZ001
    assert "3 days elapsed" in browse(manager).get(PLAN).text
    assert browse(manager).post(fields, {"duration": "1d 2eh"}).status_code == 422


@pytest.mark.parametrize(
    ("text", "length"),
    [("3d", Length(1440)), ("3ed", Length(4320, True)), ("1 ew 2 edays", Length(12960, True)),
     ("90min", Length(90)), ("2.5eh", Length(150, True)), ("4", Length(1920))],
)  # fmt: skip
def test_durations_are_read_in_both_units_and_written_back(text, length):
    assert length_of(text) == length
    assert length_of(written(length)) == length


@pytest.mark.parametrize(
    ("text", "lag"),
    [("2d", Lag(960)), ("-4h", Lag(-240)), ("+3ed", Lag(4320, is_elapsed=True)),
     ("50%", Lag(percent=50)), ("-25e%", Lag(percent=-25, is_elapsed=True)), ("", Lag())],
)  # fmt: skip
def test_waits_are_read_in_all_their_units(text, lag):
    assert lag_of(text) == lag


@pytest.mark.parametrize("text", ["e", "3xd", "2d 3ed", "99999%", "3ed ed"])
def test_what_is_no_wait_is_refused(text):
    with pytest.raises(ValueError, match=r"."):
        lag_of(text)


def test_a_wait_of_a_percentage_follows_the_other_tasks_duration(
    make, project, task, manager, browse
):
    other = make.task(project, "Build")
    links = f"/w/fernhill/projects/KTB/tasks/{other.number}/links/"
    browse(manager).post(links, {"predecessor": task.number, "kind": "FS", "lag": "50%"})
    assert Dependency.objects.get().lag == Lag(percent=50)
    assert ScheduleRow.objects.get(task=other).start == datetime(2026, 3, 3, 13, tzinfo=UTC)
    page = browse(manager).get(f"/w/fernhill/projects/KTB/tasks/{other.number}/").text
    assert "50% of its duration" in page


def test_tasks_are_typed_into_the_table_one_after_another(task, manager, viewer, browse):
    browser = browse(manager)
    page = browser.get(PLAN).text
    assert 'data-shortcut="c"' in page and 'form="new-row"' in page
    assert 'form="new-row"' not in browse(viewer).get(PLAN).text
    sent = {"name": "Build", "duration": "2d", "visibility": "client", "back": "table"}
    answer = browser.post("/w/fernhill/projects/KTB/tasks/new/", sent | {"again": "1"})
    assert answer["Location"].endswith("/plan/table/?again=1")
    page = browser.get(answer["Location"]).text
    assert "Build" in page and "autofocus" in page


def test_a_milestone_has_no_duration_of_zero_minutes(make, project, task, manager, browse):
    make.task(project, "Beta", is_milestone=True, duration_minutes=0)
    scheduling.reschedule(project, at=NOW)
    page = browse(manager).get(PLAN).text
    assert "0 min" not in page.replace("“", "") and ">milestone<" in page
    number = Task.objects.get(name="Beta").number
    page = browse(manager).get(f"/w/fernhill/projects/KTB/tasks/{number}/").text
    assert "none: a milestone" in page


def test_what_can_be_done_with_selected_tasks_is_hidden_until_some_are(task, manager, browse):
    for url in (PLAN, "/w/fernhill/projects/KTB/board/"):
        page = browse(manager).get(url).text
        assert '<div class="bulk" hidden>' in page and "<list-keys" in page
