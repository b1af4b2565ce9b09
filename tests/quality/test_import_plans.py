"""Real plan files brought into projects: all of them, once, whatever is done twice."""

import tarfile
from datetime import UTC, datetime, time

import pytest

from rapport.calendars.operations import hours
from rapport.engine.network import schedule
from rapport.engine.plan import PlanError
from rapport.files.operations import files
from rapport.integrations.planfiles import mspdi
from rapport.lib.refusal import Refused
from rapport.planning.models import ScheduleRow
from rapport.planning.operations import plan_import
from rapport.planning.operations.plan_import import NewImport
from rapport.projects.models import Project

from .msproject import DATA, FOLDER

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)
EXPORTS = DATA / "exports" / "exports.tar.xz"
TABLES = ("jira/jira-cloud-export-all-fields.csv", "asana/Asana-Sample.csv")

pytestmark = [
    pytest.mark.quality,
    pytest.mark.skipif(not FOLDER.exists(), reason="the plan files are not here"),
]


@pytest.fixture
def bring(workspace, owner, client_company):
    def bring(name, content, project: Project | None = None):
        file = files.store(workspace, name=name, content=content, by=owner, at=NOW)
        new = NewImport(file, client_company, project)
        made = plan_import.rehearse(workspace, new, by=owner, at=NOW)
        return plan_import.apply(made, by=owner, at=NOW), made.summary

    return bring


def _members(archive, ends):
    with tarfile.open(archive) as packed:
        for member in packed:
            if member.isfile() and member.name.endswith(ends):
                yield member.name, packed.extractfile(member).read()


def test_every_microsoft_project_file_comes_in_once(bring, workspace, owner, capsys):
    week = [
        hours.Period(day, time(first), time(last))
        for day in range(1, 6)
        for first, last in ((8, 12), (13, 17))
    ]
    hours.set_week(workspace, week, by=owner, at=NOW)
    same = total = 0
    for name, content in _members(FOLDER / "mspdi.tar.gz", ".xml"):
        project, summary = bring(name, content)
        plan = mspdi.read(content)
        assert summary["tasks"]["new"] == len(plan.tasks), name
        _, again = bring(name, content, project)
        assert (again["tasks"]["new"], again["tasks"]["changed"]) == (0, 0), name
        assert again["links"] == {"new": 0, "changed": 0}, name
        total += 1
        same += _dates(project) == _exact(plan)
    with capsys.disabled():
        print(f"\nplans brought in: {total}; dated as in the file itself: {same}")
    assert total >= 80


def _dates(project):
    rows = ScheduleRow.objects.filter(project=project).select_related("task")
    return {
        row.task.imported_uid: (row.start.replace(tzinfo=None), row.finish.replace(tzinfo=None))
        for row in rows
    }


def _exact(plan):
    """The dates by everything the file says: its calendars, resources and splits too."""
    kept = {task.uid for task in plan.tasks}
    try:
        placed = schedule(plan.schedule).tasks
    except PlanError:
        return {}
    return {
        task.uid: (task.start.replace(microsecond=0), task.finish.replace(microsecond=0))
        for task in placed
        if task.uid in kept
    }


@pytest.mark.skipif(not EXPORTS.exists(), reason="the exports are not here")
def test_exports_of_other_tools_come_in_or_are_refused_in_a_sentence(bring):
    came = set()
    for name, content in _members(EXPORTS, (".csv", ".json", ".xml", ".xlsx")):
        before = Project.objects.count()
        try:
            project, _ = bring(name, content)
        except Refused as refusal:
            assert str(refusal).endswith("."), name
            assert Project.objects.count() == before, name
            continue
        came.add(name.split("/", 1)[-1])
        assert project.tasks.count() > 0, name
    assert came >= set(TABLES)
