"""The pages on which tasks are worked with."""

import json

import pytest

from rapport.events.models import Event
from rapport.lib.reader import Detail, Reader
from rapport.lib.roles import Role
from rapport.lib.visibility import Visibility
from rapport.projects.models import Dependency, Task
from rapport.projects.operations import people
from rapport.workspaces.scope import open_workspace
from tests.builders import Make
from tests.conftest import NOW

URL = "/w/fernhill/projects/KTB/"


@pytest.fixture
def project(make):
    return make.project(key="KTB")


@pytest.fixture
def foreign(stranger):
    """A task of another workspace."""
    with open_workspace(stranger.workspace_id):
        there = Make(stranger.workspace)
        return there.task(there.project(key="FOR"))


def test_a_task_is_written_down_from_the_board(project, manager, browse):
    sent = {"name": "Search", "duration": "2d 4h", "visibility": "client", "back": "board"}
    page = browse(manager).post(f"{URL}tasks/new/", sent)
    assert page.url == f"{URL}board/"
    assert Task.objects.get().duration_minutes == 20 * 60
    assert b"Search" in browse(manager).get(f"{URL}board/").content


def test_a_field_is_edited_in_place_and_shown_again(make, project, manager, browse):
    task = make.task(project)
    answer = browse(manager).post(f"{URL}tasks/{task.number}/fields/", {"duration": "3d"})
    said = answer.json()
    assert (said["text"], said["value"]) == ("3 days", "3d")
    assert said["others"]["milestone"] == {"text": "no", "value": "no"}
    answer = browse(manager).post(f"{URL}tasks/{task.number}/fields/", {"duration": "soon"})
    assert answer.status_code == 422 and "3d" in answer.json()["error"]


@pytest.mark.parametrize(
    ("name", "value", "field", "kept"),
    [
        ("name", "Payments", "name", "Payments"),
        ("percent", "40", "percent_complete", 40),
        ("state", "waiting", "state", "waiting"),
        ("turn", "client", "turn", "client"),
        ("visibility", "internal", "visibility", "internal"),
        ("milestone", "yes", "is_milestone", True),
        ("work", "12h", "work_minutes", 720),
        ("units", "50", "work_minutes", 240),
        ("keeps", "work", "keeps", "work"),
        ("description", "As agreed.", "description", "As agreed."),
        ("constraint_at", "2026-03-09", "constraint", "SNET"),
    ],
)
def test_every_field_can_be_edited(make, project, manager, browse, name, value, field, kept):
    task = make.task(project)
    answer = browse(manager).post(f"{URL}tasks/{task.number}/fields/", {name: value})
    assert answer.status_code == 200
    task.refresh_from_db()
    assert getattr(task, field) == kept


def test_a10_only_listed_fields_are_written(make, project, manager, browse):
    task = make.task(project)
    names = {field.name for field in Task._meta.get_fields()} - {
        "name", "description", "state", "turn", "assignee", "visibility", "deadline",
        "constraint", "constraint_at", "keeps",
    }  # fmt: skip
    browser, before = browse(manager), Task.objects.values().get()
    for name in sorted(names):
        sent = browser.post(f"{URL}tasks/{task.number}/fields/", {name: "1"})
        assert sent.status_code == 400, name
    both = browser.post(f"{URL}tasks/{task.number}/fields/", {"name": "x", "project": "9"})
    assert both.status_code == 400
    assert Task.objects.values().get() == before


def test_a03_a_task_of_elsewhere_is_no_predecessor_parent_or_neighbour(
    make, project, manager, foreign, browse
):
    task, other = make.task(project), make.task(make.project())
    browser, url = browse(manager), f"{URL}tasks/{task.number}/"
    for number in (foreign.number + 50, other.number + 50):
        assert browser.post(f"{url}links/", {"predecessor": number}).status_code == 404
        sent = browser.post(f"{url}place/", {"state": "done", "after": number})
        assert sent.status_code == 404
        sent = browser.post(
            f"{URL}tasks/", {"task": [task.number, number], "act": "state", "state": "done"}
        )
        assert sent.status_code == 404
    sent = {"name": "x", "visibility": "client", "parent": foreign.number + 50}
    assert browser.post(f"{URL}tasks/new/", sent).status_code == 422
    task.refresh_from_db()
    assert task.state == "todo" and not Dependency.objects.exists()


def test_a03_a_member_of_elsewhere_cannot_be_given_a_task(make, project, manager, stranger, browse):
    task = make.task(project)
    browser = browse(manager)
    answer = browser.post(f"{URL}tasks/{task.number}/fields/", {"assignee": stranger.pk})
    assert answer.status_code == 422
    sent = {"task": task.number, "act": "assignee", "assignee": stranger.pk}
    assert browser.post(f"{URL}tasks/", sent).status_code == 404
    task.refresh_from_db()
    assert task.assignee is None


def test_a07_a_contact_never_sees_an_internal_task(make, project, contact):
    project.client = contact.client
    project.save()
    make.task(project, "canary-7f3a", visibility=Visibility.INTERNAL)
    make.task(project, "shown")
    reader = Reader(
        workspace_id=project.workspace_id, role=Role.CONTACT, contact_id=contact.pk,
        client_ids=frozenset({contact.client_id}), detail=Detail.EVERYTHING,
    )  # fmt: skip
    assert [task.name for task in Task.objects.visible_to(reader)] == ["shown"]


def test_selected_tasks_change_together_and_the_toast_undoes_it(make, project, manager, browse):
    numbers = [make.task(project).number for _ in range(3)]
    browser = browse(manager)
    sent = {"task": numbers[:2], "act": "state", "state": "done", "back": "board"}
    page = browser.post(f"{URL}tasks/", sent, headers={"HX-Request": "true"}, follow=True)
    undo = next(
        tag.removeprefix("undo=")
        for message in page.context["messages"]
        for tag in message.tags.split()
        if tag.startswith("undo=")
    )
    assert Task.objects.filter(state="done").count() == 2
    browser.post(undo)
    assert Task.objects.filter(state="done").count() == 0


def test_a_card_is_dropped_into_another_column(make, project, manager, browse):
    one, two = make.task(project, state="doing"), make.task(project)
    answer = browse(manager).post(
        f"{URL}tasks/{two.number}/place/", {"state": "doing", "after": one.number}
    )
    assert json.loads(answer.content) == {"state": "doing"}
    two.refresh_from_db()
    assert (two.state, two.board_position) == ("doing", 2)


def test_a_guest_works_on_tasks_of_their_projects_alone(make, project, guest, manager, browse):
    people.add(project, guest, by=manager, at=NOW)
    mine, other = make.task(project), make.project(key="OTH")
    theirs = make.task(other)
    browser = browse(guest)
    sent = browser.post(f"{URL}tasks/{mine.number}/fields/", {"state": "done"})
    assert sent.status_code == 200
    sent = browser.post(
        f"/w/fernhill/projects/OTH/tasks/{theirs.number}/fields/", {"state": "done"}
    )
    assert sent.status_code == 404


def test_the_board_costs_the_same_for_three_tasks_and_for_thirty(
    make, project, manager, browse, django_assert_max_num_queries
):
    for _ in range(3):
        make.task(project, assignee=manager)
    browser = browse(manager)
    with django_assert_max_num_queries(12):
        browser.get(f"{URL}board/")
    for _ in range(27):
        make.task(project, assignee=manager)
    with django_assert_max_num_queries(12):
        browser.get(f"{URL}board/")


def test_the_task_page_shows_what_it_waits_for(make, project, manager, browse):
    one, two = make.task(project, "API access"), make.task(project, "Payments")
    browser = browse(manager)
    browser.post(f"{URL}tasks/{two.number}/links/", {"predecessor": one.number, "lag": "-4h"})
    assert Dependency.objects.get().lag_minutes == -240
    assert b"API access" in browser.get(f"{URL}tasks/{two.number}/").content
    browser.post(f"{URL}tasks/{two.number}/links/{one.number}/", {"remove": "yes"})
    assert not Dependency.objects.exists()


def test_a_task_with_parts_claims_no_state_of_its_own(make, client_company, manager, browse):
    project = make.project(client_company, key="SUM")
    whole = make.task(project, "Design")
    make.task(project, "Sketches", parent=whole, state="done")
    page = browse(manager).get(f"/w/fernhill/projects/SUM/tasks/{whole.number}/").content.decode()
    assert 'data-name="state"' not in page and 'data-name="percent"' not in page
    assert 'data-name="assignee"' in page


def test_a_guest_gives_tasks_only_to_people_of_shared_projects(make, guest, manager, browse):
    mine, other = make.project(key="MINE", lead=manager), make.project(key="OTH")
    make.on_project(mine, guest)
    mate, stranger = make.member(name="Mate Shared"), make.member(name="Una Elsewhere")
    make.on_project(mine, mate)
    make.on_project(other, stranger)
    worker = make.member(name="Wim Working")
    make.task(mine, assignee=worker)
    task = make.task(mine, "Proofs")
    browser, here = browse(guest), f"/w/fernhill/projects/MINE/tasks/{task.number}/"
    for url in (here, "/w/fernhill/projects/MINE/board/", "/w/fernhill/projects/MINE/plan/table/",
                "/w/fernhill/projects/MINE/tasks/new/", "/w/fernhill/projects/"):  # fmt: skip
        page = browser.get(url).text
        assert "Una Elsewhere" not in page
        for known in ("Mate Shared", "Wim Working"):
            assert known in page
    assert browser.post(f"{here}fields/", {"assignee": stranger.pk}).status_code == 422
    assert browser.post(f"{here}fields/", {"assignee": mate.pk}).status_code == 200
    form = {"act": "assignee", "assignee": stranger.pk, "task": task.number}
    assert browser.post("/w/fernhill/projects/MINE/tasks/", form).status_code in (302, 404)
    task.refresh_from_db()
    assert task.assignee == mate


@pytest.mark.parametrize(
    ("kept", "edit", "duration", "work"),
    [
        ("units", {"duration": "4d"}, 1920, 1920), ("units", {"work": "32h"}, 1920, 1920),
        ("units", {"units": "50"}, 1920, 960), ("work", {"duration": "4d"}, 1920, 960),
        ("duration", {"work": "8h"}, 960, 480), ("duration", {"units": "200%"}, 960, 1920),
    ],
)  # fmt: skip
def test_work_duration_and_share_of_time_follow_each_other(
    make, project, manager, browse, kept, edit, duration, work
):
    task = make.task(project, duration_minutes=960, work_minutes=960, keeps=kept)
    browser, before = browse(manager), Task.objects.values().get()
    answer = browser.post(f"{URL}tasks/{task.number}/fields/", edit)
    assert answer.status_code == 200
    task.refresh_from_db()
    assert (task.duration_minutes, task.work_minutes) == (duration, work)
    act = Event.objects.filter(verb="task.changed").latest("pk").pk
    browser.post(f"{URL}undo/{act}/")
    assert Task.objects.values().get() == before


@pytest.mark.parametrize("share", ["0", "-1", "many", "5001", "99999999999999999999", "１２x"])
def test_a_share_of_time_that_is_none_is_refused(make, project, manager, browse, share):
    task = make.task(project)
    answer = browse(manager).post(f"{URL}tasks/{task.number}/fields/", {"units": share})
    assert answer.status_code == 422


def test_around_the_clock_the_work_follows_nothing(make, project, manager, browse):
    task = make.task(project, is_elapsed=True, duration_minutes=960, work_minutes=480)
    browse(manager).post(f"{URL}tasks/{task.number}/fields/", {"duration": "3ed"})
    task.refresh_from_db()
    assert (task.duration_minutes, task.work_minutes) == (3 * 1440, 480)


def test_what_takes_no_working_time_has_no_share_of_it(make, project, manager, browse):
    task = make.task(project, is_elapsed=True)
    answer = browse(manager).post(f"{URL}tasks/{task.number}/fields/", {"units": "50"})
    assert answer.status_code == 422 and "working time" in answer.json()["error"]
