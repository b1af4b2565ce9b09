"""A file comes in again after some of its tasks went to another project: they are left alone."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from rapport.cli.main import main
from rapport.files.operations import files
from rapport.planning.models import PlanImport, TaskTiming
from rapport.planning.operations import plan_import
from rapport.planning.operations.plan_import import NewImport
from rapport.projects.models import Dependency, Project, Task
from rapport.projects.operations import merging, tasks, transfer
from tests.planning.mspdi import Row, mspdi
from tests.planning.test_import import NOW

BUILD = [
    Row(1, "Build", level=1),
    Row(2, "Search", 16, level=2),
    Row(3, "Payments", 24, level=2, after=[(2, "FS", 0)]),
    Row(4, "Beta", 0, after=[(1, "FS", 240)]),
    Row(5, "Launch", 8, after=[(4, "FS", 0)], more="<Manual>1</Manual>"
        "<ManualStart>2026-03-12T08:00:00</ManualStart>"
        "<ManualFinish>2026-03-12T17:00:00</ManualFinish>"),
]  # fmt: skip


@pytest.fixture
def bring(workspace, manager):
    """Rehearse the import of these rows into a project."""

    def bring(rows, project):
        content = mspdi(rows)
        file = files.store(workspace, name="plan.xml", content=content, by=manager, at=NOW)
        new = NewImport(file, project=project)
        return plan_import.rehearse(workspace, new, by=manager, at=NOW)

    return bring


@pytest.fixture
def app(make, client_company, bring, manager):
    """The plan has come in."""
    project = make.project(client_company, "Booking app", key="APP")
    plan_import.apply(bring(BUILD, project), by=manager, at=NOW)
    return Project.objects.select_related("workspace", "client").get(pk=project.pk)


@pytest.fixture
def site(make, client_company):
    return make.project(client_company, "Site", key="SITE")


def move(project, name, to, by):
    found = Task.objects.select_related("project", "workspace").get(project=project, name=name)
    transfer.move(project, [found], to, by=by, at=NOW)


def names(project):
    rows = Task.objects.filter(project=project).order_by("position")
    return [(task.name, task.parent.name if task.parent else None) for task in rows]


@pytest.mark.parametrize("name", ["Search", "Launch"])
def test_the_same_file_again_leaves_a_moved_task_where_it_is(app, site, bring, manager, name):
    move(app, name, site, manager)
    before = list(Task.objects.order_by("pk").values())
    timings, links = TaskTiming.objects.count(), Dependency.objects.count()
    made = bring(BUILD, app)
    assert made.summary["tasks"] == {"new": 0, "changed": 0, "unchanged": 4, "missing": 0}
    assert made.summary["elsewhere"] == [
        {"key": "SITE", "project": "Site", "tasks": 1, "names": [name]}
    ]
    plan_import.apply(made, by=manager, at=NOW)
    assert list(Task.objects.order_by("pk").values()) == before
    assert (TaskTiming.objects.count(), Dependency.objects.count()) == (timings, links)


def test_what_the_file_has_anew_under_a_moved_task_stands_on_its_level(app, site, bring, manager):
    move(app, "Build", site, manager)
    rows = [BUILD[0], BUILD[1], Row(9, "Maps", 8, level=2), *BUILD[2:]]
    plan_import.apply(bring(rows, app), by=manager, at=NOW)
    assert names(app) == [("Beta", None), ("Launch", None), ("Maps", None)]
    assert names(site) == [("Build", None), ("Search", "Build"), ("Payments", "Build")]


def test_it_is_known_where_it_went_after_that_too_and_when_it_is_back(
    app, site, make, client_company, bring, manager
):
    other = make.project(client_company, "Other", key="OTHER")
    move(app, "Search", site, manager)
    move(site, "Search", other, manager)
    assert bring(BUILD, app).summary["elsewhere"][0]["key"] == "OTHER"
    move(other, "Search", app, manager)
    made = bring(BUILD, app)
    assert made.summary["elsewhere"] == [] and made.summary["tasks"]["new"] == 0
    assert Task.objects.get(name="Search").imported_uid == "2"


def test_a_moved_task_in_the_bin_does_not_come_back(app, site, bring, manager):
    move(app, "Search", site, manager)
    found = Task.objects.select_related("project", "workspace").get(name="Search")
    tasks.put_in_bin(found, by=manager, at=NOW)
    assert bring(BUILD, app).summary["tasks"]["new"] == 0


def test_a_merged_project_takes_nothing_in_twice(app, site, bring, manager):
    merging.merge(app, site, by=manager, at=NOW)
    [elsewhere] = bring(BUILD, Project.objects.get(pk=app.pk)).summary["elsewhere"]
    assert (elsewhere["tasks"], len(elsewhere["names"])) == (5, 5)


def test_the_file_of_another_project_knows_nothing_of_it(app, site, bring, manager):
    move(app, "Search", site, manager)
    assert bring(BUILD, site).summary["tasks"]["new"] == 5


def test_the_page_says_which_tasks_are_where_now(app, site, manager, browse):
    for name in ("Search", "Beta"):
        move(app, name, site, manager)
    browser = browse(manager)
    file = SimpleUploadedFile("plan.xml", mspdi(BUILD))
    sent = browser.post("/w/fernhill/projects/import/", {"file": file, "project": "APP"})
    page = browser.get(sent.url).text
    assert "2 tasks are now in project Site and are left alone:" in page
    assert "Search, Beta" in page and "/w/fernhill/projects/SITE/" in page
    browser.post(f"{sent.url}application/")
    assert "2 tasks are now in project Site" in browser.get(sent.url).text
    assert Task.objects.count() == 5 and PlanImport.objects.last().state == "done"


def test_the_command_line_says_so(app, site, manager, tmp_path, capsys):
    move(app, "Search", site, manager)
    plan = tmp_path / "plan.xml"
    plan.write_bytes(mspdi(BUILD))
    words = ["--workspace", "fernhill", "--project", "APP", "--dry-run"]
    assert main(["import", "plan", str(plan), *words]) == 0
    assert "left alone: 1 now in project SITE Site" in capsys.readouterr().out
