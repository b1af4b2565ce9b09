"""Published networks with their published critical paths."""

import json

import pytest

from rapport.engine.network import schedule
from rapport.engine.plan import FULL_DAY, Calendar, Link, Plan, Task
from tests.engine.plans import MONDAY

from .msproject import DATA

FILE = DATA / "planning" / "evm" / "pmcontrols_validation_cases.json"
DAY = 1440

pytestmark = [
    pytest.mark.quality,
    pytest.mark.skipif(not FILE.exists(), reason="the published networks are not here"),
]


def cases():
    if not FILE.exists():
        return []
    found = json.loads(FILE.read_text())["cases"]
    return [pytest.param(one, id=one["id"]) for one in found if one["method"] == "cpm"]


@pytest.mark.parametrize("case", cases())
def test_every_date_slack_and_critical_task_is_the_published_one(case):
    activities = case["inputs"]["activities"]
    tasks = tuple(Task(one["id"], duration_minutes=one["duration"] * DAY) for one in activities)
    links = tuple(Link(before, one["id"]) for one in activities for before in one["predecessors"])
    plan = Plan(MONDAY, tasks, links, (Calendar("always", days=(FULL_DAY,) * 7),), "always")
    placed = schedule(plan).by_uid()
    found = {
        uid: {
            "es": (task.early_start - MONDAY).days,
            "ef": (task.early_finish - MONDAY).days,
            "ls": (task.late_start - MONDAY).days,
            "lf": (task.late_finish - MONDAY).days,
            "slack": task.total_slack / DAY,
        }
        for uid, task in placed.items()
    }
    assert found == case["expected"]["schedule"]
    critical = [uid for uid, task in placed.items() if task.critical]
    assert sorted(critical) == sorted(case["expected"]["critical_path"])
