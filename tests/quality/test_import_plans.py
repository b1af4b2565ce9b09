"""Real plan files brought into projects: all of them, once, whatever is done twice."""

import tarfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bench.mspdi import rows
from rapport.engine.network import schedule
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


FIELDS = (
    "start", "finish", "early_start", "early_finish", "late_start", "late_finish", "total_slack",
    "free_slack", "is_critical",
)  # fmt: skip


def test_every_microsoft_project_file_comes_in_once_and_keeps_its_dates(bring, capsys):
    other, stored = {}, 0
    expected = {}
    for row in rows(FOLDER / "expected.tsv"):
        expected.setdefault(row["case"], {})[row["uid"]] = row["start"][:16], row["finish"][:16]
    total = 0
    for name, content in _members(FOLDER / "mspdi.tar.gz", ".xml"):
        project, summary = bring(name, content)
        plan = mspdi.read(content)
        assert summary["tasks"]["new"] == len(plan.tasks), name
        held, wanted = _held(project), _wanted(plan)
        differing = [uid for uid in wanted if held.get(uid) != wanted[uid]]
        if differing or held.keys() != wanted.keys():
            other[name] = [(uid, held.get(uid), wanted[uid]) for uid in differing[:2]]
        case = expected.get(Path(name).name.removesuffix(".xml"), {})
        stored += all(_days(held.get(uid)) == days for uid, days in case.items() if uid != "0")
        _, again = bring(name, content, project)
        assert (again["tasks"]["new"], again["tasks"]["changed"]) == (0, 0), name
        assert again["links"] == {"new": 0, "changed": 0}, name
        assert again["calendars_changed"] == 0, name
        total += 1
    with capsys.disabled():
        print(f"\nplans brought in: {total}")
        print(f"dated as by the schedule command: {total - len(other)}")
        print(f"dated as in the file itself: {stored}")
    assert other == {}
    assert total >= 80 and stored >= 82


def _held(project):
    """Everything the database says of each task, local times without a zone."""
    found = ScheduleRow.objects.filter(project=project).values("task__imported_uid", *FIELDS)
    return {
        row.pop("task__imported_uid"): tuple(
            value.replace(tzinfo=None) if isinstance(value, datetime) else value
            for value in row.values()
        )
        for row in found
    }


def _wanted(plan):
    """The same by the schedule command."""
    kept = {task.uid for task in plan.tasks}
    return {
        task.uid: (
            *(getattr(task, name).replace(microsecond=0) for name in FIELDS[:6]),
            round(task.total_slack), round(task.free_slack), task.critical,
        )
        for task in schedule(plan.schedule).tasks
        if task.uid in kept
    }  # fmt: skip


def _days(held):
    return tuple(at.isoformat()[:16] for at in held[:2]) if held else None


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
