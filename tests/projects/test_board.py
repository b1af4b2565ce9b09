"""The board: lanes across it, and limits of work in progress."""

import pytest

from rapport.events.models import Event
from rapport.projects.models import ColumnLimit, Project, Task
from rapport.projects.operations import board, column_limits
from rapport.projects.queries.columns import board_of
from tests.conftest import NOW

URL = "/w/fernhill/projects/KTB/"
LIMIT = f"{URL}board/doing/limit/"


@pytest.fixture
def project(make):
    return make.project(key="KTB")


def lanes(project, by):
    return {
        lane.name: [task.name for cell in lane.cells for task in cell.tasks]
        for lane in board_of(project, by).lanes
    }


def test_in_one_piece_the_board_is_one_lane_without_a_name(make, project):
    make.task(project, "Search")
    assert lanes(project, "") == lanes(project, "nonsense") == {"": ["Search"]}


def test_people_have_a_lane_each_and_what_is_nobodys_comes_last(make, project, manager, member):
    make.task(project, "Search", assignee=manager)
    make.task(project, "Copy", assignee_name="Zoe of the agency")
    make.task(project, "Launch")
    make.task(project, "Payments", assignee=member, state="doing")
    people = sorted([manager.name, member.name])
    assert list(lanes(project, "person")) == [*people, "Zoe of the agency", "Nobody"]
    assert lanes(project, "person")[member.name] == ["Payments"]


def test_parts_of_the_plan_are_lanes_in_its_order(make, project):
    later = make.task(project, "Build", position=2)
    sooner = make.task(project, "Analysis", position=1)
    make.task(project, "Search", parent=later)
    make.task(project, "Interviews", parent=sooner)
    make.task(project, "Launch")
    assert lanes(project, "part") == {
        "Analysis": ["Interviews"], "Build": ["Search"], "On its own": ["Launch"],
    }  # fmt: skip


def test_a_card_that_goes_to_another_lane_changes_hands(make, project, manager, member, browse):
    task = make.task(project, assignee=manager)
    place, browser = f"{URL}tasks/{task.number}/place/", browse(manager)
    assert browser.post(place, {"state": "doing", "person": member.pk}).status_code == 200
    task.refresh_from_db()
    assert (task.assignee, task.state) == (member, "doing")
    browser.post(place, {"state": "doing"})
    task.refresh_from_db()
    assert task.assignee == member, "within a lane nobody changes hands"
    browser.post(place, {"state": "doing", "person": ""})
    task.refresh_from_db()
    assert task.assignee is None


def test_a_card_goes_to_nobody_who_may_not_have_it(make, project, manager, stranger, browse):
    task = make.task(project, assignee=manager)
    place, browser = f"{URL}tasks/{task.number}/place/", browse(manager)
    for person in (stranger.pk, "x", "9" * 40):
        assert browser.post(place, {"state": "doing", "person": person}).status_code == 404
    task.refresh_from_db()
    assert (task.assignee, task.state) == (manager, "todo")


def test_a_column_over_its_limit_says_so(make, project, manager, browse):
    for _ in range(3):
        make.task(project, state="doing")
    column_limits.limit(project, "doing", 2, by=manager, at=NOW)
    doing = next(one for one in board_of(project).columns if one.state == "doing")
    assert (doing.total, doing.most, doing.too_many) == (3, 2, 1)
    page = browse(manager).get(f"{URL}board/").content.decode()
    assert 'data-n="3" data-most="2"' in page and "of 2" in page


def test_a_limit_is_set_changed_lifted_and_taken_back(project, manager, browse):
    browser = browse(manager)
    answer = browser.post(LIMIT, {"most": "3", "was": ""}, headers={"HX-Request": "true"})
    assert answer.json() == {"text": "of 3", "value": "3"}
    assert f"{LIMIT}?most=" in answer["HX-Trigger"]
    assert browser.post(LIMIT, {"most": "4", "was": "3"}).json()["value"] == "4"
    assert browser.post(f"{LIMIT}?most=3").json()["value"] == "3", "undo"
    assert browser.post(LIMIT, {"most": ""}).json() == {"text": "no limit", "value": ""}
    assert not ColumnLimit.objects.exists()
    told = Event.objects.filter(verb="project.column_limited").order_by("pk")
    assert [event.facts["most"] for event in told] == [3, 4, 3, None]


def test_a_limit_that_another_person_changed_meanwhile_is_not_written_over(
    project, manager, browse
):
    column_limits.limit(project, "doing", 5, by=manager, at=NOW)
    answer = browse(manager).post(LIMIT, {"most": "3", "was": ""})
    assert answer.status_code == 409
    assert ColumnLimit.objects.get().most == 5


@pytest.mark.parametrize("said", ["-1", "x", "1.5", "1000", "9" * 40, "³"])
def test_what_is_no_limit_is_refused_with_a_sentence(project, manager, browse, said):
    answer = browse(manager).post(LIMIT, {"most": said})
    assert answer.status_code == 422
    assert answer.json()["error"] == "A limit is a number from 1 to 999, or nothing."


def test_a_column_that_is_none_is_404(project, manager, browse):
    assert browse(manager).post(f"{URL}board/later/limit/", {"most": "1"}).status_code == 404


def test_limits_and_lanes_cost_no_query_a_task(
    make, project, manager, browse, django_assert_max_num_queries
):
    part = make.task(project, "Build")
    for _ in range(40):
        make.task(project, assignee=manager, parent=part)
    browser = browse(manager)
    for by in ("person", "part"):
        with django_assert_max_num_queries(13):
            browser.get(f"{URL}board/?by={by}")


def test_a_viewer_sees_the_limit_but_cannot_change_it(project, manager, viewer, browse):
    column_limits.limit(project, "doing", 2, by=manager, at=NOW)
    browser = browse(viewer)
    page = browser.get(f"{URL}board/").content.decode()
    assert "of 2" in page and "inline-edit" not in page
    assert browser.post(LIMIT, {"most": "3"}).status_code == 403


def test_a_card_keeps_its_place_after_another(make, project, manager):
    one, two = make.task(project, state="doing"), make.task(project)
    board.place(two, board.Spot("doing", one), by=manager, at=NOW)
    found = Task.objects.filter(project=project).order_by("board_position")
    assert list(found) == [one, two]
    assert Project.objects.get().plan_revision == 2
