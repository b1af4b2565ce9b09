"""Every Microsoft Project file of the corpus: read, written, read again, written again."""

# ruff: noqa: DTZ001 - naive local time is the language of plan files
import tarfile
from dataclasses import replace
from datetime import datetime

import pytest

from rapport.engine.network import schedule
from rapport.engine.plan import PlanError
from rapport.integrations.planfiles import mspdi, mspdi_write
from rapport.integrations.planfiles.records import PlanFileError

from .msproject import FOLDER

MADE = datetime(2026, 1, 2, 3, 4)

pytestmark = [
    pytest.mark.quality,
    pytest.mark.skipif(not FOLDER.exists(), reason="the Microsoft Project corpus is not here"),
]


def _files():
    with tarfile.open(FOLDER / "mspdi.tar.gz") as archive:
        for member in archive:
            if member.isfile() and member.name.endswith(".xml"):
                yield member.name, archive.extractfile(member).read()


def _said(plan):
    """What the records say, but for the dates, which are those of the schedule once written."""
    tasks = tuple(replace(task, start=None, finish=None) for task in plan.tasks)
    return replace(plan, tasks=tasks, left_out={})


def test_every_plan_comes_back_with_its_dates_slack_and_critical_tasks(capsys):
    trips, tasks, refused = 0, 0, []
    for name, content in _files():
        try:
            plan = mspdi.read(content)
            dates = schedule(plan.schedule)
        except (PlanFileError, PlanError) as sentence:
            refused.append((name, str(sentence)))
            continue
        written = mspdi_write.write(plan, made=MADE)
        again = mspdi.read(written)
        assert schedule(again.schedule) == dates, name
        assert again.schedule == plan.schedule, name
        assert _said(again) == _said(plan), name
        assert mspdi_write.write(again, made=MADE) == written, name
        trips, tasks = trips + 1, tasks + len(plan.tasks)
    with capsys.disabled():
        print(f"\nplans written and read again: {trips}, {tasks} tasks; refused: {refused}")
    assert trips
