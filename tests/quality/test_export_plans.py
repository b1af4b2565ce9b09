"""Real plans brought into projects, exported, and brought in again: nothing is new or changed."""

from datetime import UTC, datetime

import pytest

from rapport.files.operations import files
from rapport.integrations.planfiles import mspdi
from rapport.planning.models import ScheduleRow, TaskCost
from rapport.planning.operations import plan_import
from rapport.planning.operations.plan_import import NewImport
from rapport.planning.queries.export_kinds import KINDS, Wanted

from .msproject import FOLDER
from .test_import_plans import FIELDS, _members

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)

pytestmark = [
    pytest.mark.quality,
    pytest.mark.skipif(not FOLDER.exists(), reason="the plan files are not here"),
]


def _dates(project):
    rows = ScheduleRow.objects.filter(project=project).order_by("task__position", "task_id")
    return list(rows.values_list("task__name", *FIELDS))


def _costs(project):
    rows = TaskCost.objects.filter(project=project).order_by("task__position", "task_id")
    return list(rows.values_list("task__name", "least", "likely", "most", "hourly"))


def test_every_plan_goes_out_and_comes_back_with_equal_dates(
    workspace, owner, client_company, capsys
):
    def bring(content, project=None):
        file = files.store(workspace, name="plan.xml", content=content, by=owner, at=NOW)
        made = plan_import.rehearse(
            workspace, NewImport(file, client_company, project), by=owner, at=NOW
        )
        return plan_import.apply(made, by=owner, at=NOW), made.summary

    trips, priced, other, touched = 0, 0, {}, {}
    for name, content in _members(FOLDER / "mspdi.tar.gz", ".xml"):
        workspace.currency = mspdi.read(content).currency or "GBP"
        workspace.save()
        came, _ = bring(content)
        before = _dates(came)
        left = KINDS["xml"].write(Wanted(came, NOW, sees_costs=True))
        elsewhere, _ = bring(left)
        if _dates(elsewhere) != before:
            pairs = zip(before, _dates(elsewhere), strict=True)
            other[name] = [(one, two) for one, two in pairs if one != two][:1]
        # Without its mark it is not held against what would leave now, but against the plan itself.
        _, summary = bring(left.replace(b"<Subject>Rapport ", b"<Subject>"), came)
        tasks = summary["tasks"]
        priced += summary["costs"]["tasks"]
        counts = tasks["new"], tasks["changed"], tasks["missing"], summary["costs"]["changed"]
        if any(counts) or _dates(came) != before or _costs(elsewhere) != _costs(came):
            touched[name] = counts
        trips += 1
    with capsys.disabled():
        print(f"\nplans sent out: {trips}; back elsewhere with other dates: {len(other)}")
        print(f"tasks that cost something: {priced}")
        print(f"back where they came from with anything changed: {len(touched)}")
        for name, what in [*other.items(), *touched.items()]:
            print("  ", name, what)
    assert other == {}
    assert touched == {}
