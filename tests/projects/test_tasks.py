"""Tasks: what people decide about them."""

import pytest

from rapport.events.models import Event
from rapport.lib.refusal import Refused
from rapport.projects.durations import Lag
from rapport.projects.models import Dependency, Project, Task
from rapport.projects.operations import (
    board,
    dependencies,
    hands,
    placing,
    progress,
    several,
    tasks,
)
from rapport.projects.operations.tasks import NewTask
from tests.conftest import NOW


@pytest.fixture
def project(make):
    return make.project(key="KTB")


def _names(project):
    return list(Task.objects.filter(project=project).order_by("position").values_list("name"))


def test_each_change_raises_the_plan_revision_and_tells_one_event(project, manager):
    task = tasks.create(project, NewTask("Search"), by=manager, at=NOW)
    tasks.rename(task, "Search and filters", by=manager, at=NOW)
    tasks.rename(task, "Search and filters", by=manager, at=NOW)
    project.refresh_from_db()
    assert project.plan_revision == 3
    verbs = Event.objects.filter(subject_kind="projects.task").values_list("verb", flat=True)
    assert sorted(verbs) == ["task.changed", "task.created"]


def test_a_new_task_stands_last_under_its_parent(project, manager):
    build = tasks.create(project, NewTask("Build"), by=manager, at=NOW)
    tasks.create(project, NewTask("Launch"), by=manager, at=NOW)
    tasks.create(project, NewTask("Search", parent=build), by=manager, at=NOW)
    tasks.create(project, NewTask("Payments", parent=build), by=manager, at=NOW)
    assert [name for (name,) in _names(project)] == ["Build", "Search", "Payments", "Launch"]


def test_a_task_is_indented_moved_and_outdented_with_all_under_it(project, manager):
    a, b, c = (tasks.create(project, NewTask(n), by=manager, at=NOW) for n in "abc")
    placing.indent(c, by=manager, at=NOW)
    assert c.parent_id == b.pk
    placing.move(b, None, None, by=manager, at=NOW)
    assert [name for (name,) in _names(project)] == ["b", "c", "a"]
    placing.outdent(c, by=manager, at=NOW)
    assert (c.parent_id, [name for (name,) in _names(project)]) == (None, ["b", "c", "a"])
    with pytest.raises(Refused):
        placing.outdent(a, by=manager, at=NOW)


def test_a_task_cannot_stand_under_itself(project, manager):
    a = tasks.create(project, NewTask("a"), by=manager, at=NOW)
    b = tasks.create(project, NewTask("b", parent=a), by=manager, at=NOW)
    with pytest.raises(Refused, match="itself"):
        placing.move(a, b, None, by=manager, at=NOW)


def test_done_notes_the_finish_and_todo_takes_it_back(project, manager):
    task = tasks.create(project, NewTask("a"), by=manager, at=NOW)
    progress.set_state(task, "done", by=manager, at=NOW)
    task.refresh_from_db()
    assert (task.percent_complete, task.actual_finish, task.turn) == (100, NOW, "nobody")
    progress.set_percent(task, 40, by=manager, at=NOW)
    task.refresh_from_db()
    assert (task.state, task.percent_complete, task.actual_finish) == ("doing", 40, None)
    assert task.actual_start == NOW
    verbs = set(Event.objects.values_list("verb", flat=True))
    assert {"task.completed", "task.reopened"} <= verbs


def test_a_binned_task_takes_its_parts_along_and_brings_back_only_those(project, manager):
    a = tasks.create(project, NewTask("a"), by=manager, at=NOW)
    b = tasks.create(project, NewTask("b", parent=a), by=manager, at=NOW)
    tasks.create(project, NewTask("c", parent=a), by=manager, at=NOW)
    tasks.put_in_bin(b, by=manager, at=NOW)
    later = NOW.replace(hour=12)
    tasks.put_in_bin(a, by=manager, at=later)
    assert not Task.objects.live().exists()
    tasks.restore(a, by=manager, at=later)
    assert set(Task.objects.live().values_list("name", flat=True)) == {"a", "c"}


def test_tasks_of_two_projects_cannot_be_linked(make, project, manager):
    one, other = make.task(project), make.task(make.project())
    with pytest.raises(Refused, match="same project"):
        dependencies.link(one, other, by=manager, at=NOW)


def test_a_link_is_made_once_changed_and_taken_away(make, project, manager):
    one, other = make.task(project), make.task(project)
    link = dependencies.link(one, other, by=manager, at=NOW)
    with pytest.raises(Refused, match="already"):
        dependencies.link(one, other, by=manager, at=NOW)
    dependencies.change(link, kind="SS", lag=Lag(480), by=manager, at=NOW)
    dependencies.unlink(link, by=manager, at=NOW)
    dependencies.unlink(link, by=manager, at=NOW)
    assert not Dependency.objects.exists()
    verbs = Event.objects.filter(verb__startswith="task.").order_by("pk")
    assert list(verbs.values_list("verb", flat=True)) == [
        "task.linked", "task.link_changed", "task.unlinked",
    ]  # fmt: skip


def test_several_tasks_change_as_one_act_and_are_taken_back_as_one(make, project, manager):
    chosen = [make.task(project) for _ in range(3)]
    hands.assign(chosen[0], manager, by=manager, at=NOW)
    act = progress.set_state_of(project, chosen, "done", by=manager, at=NOW)
    assert Event.objects.filter(verb="tasks.changed").count() == 1
    progress.set_state(chosen[1], "doing", by=manager, at=NOW)
    several.undo(project, act, by=manager, at=NOW)
    states = Task.objects.order_by("number").values_list("state", flat=True)
    assert list(states) == ["todo", "doing", "todo"]


def test_nobody_takes_back_what_another_did(make, project, manager, owner):
    act = progress.set_state(make.task(project), "done", by=owner, at=NOW)
    with pytest.raises(Refused, match="undone"):
        several.undo(project, act, by=manager, at=NOW)


def test_a_card_is_put_after_another_and_stays_there(make, project, manager):
    one, two, three = (make.task(project, n) for n in ("one", "two", "three"))
    for task, after in ((one, None), (two, one), (three, one)):
        board.place(task, board.Spot("doing", after), by=manager, at=NOW)
    column = Task.objects.filter(state="doing").order_by("board_position")
    assert list(column.values_list("name", flat=True)) == ["one", "three", "two"]


def test_progress_percentages_count_only_where_work_is_done(make, manager, browse):
    project = make.project(key="LEAF")
    parent = make.task(project)
    make.task(project, parent=parent, state=Task.State.DONE)
    make.task(project, parent=parent)
    assert b"1 of 2 tasks done" in browse(manager).get("/w/fernhill/projects/LEAF/").content
    assert Project.objects.count() == 1
