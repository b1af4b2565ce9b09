"""The compiled critical path dates real plan files as the rules in Python do."""

import tarfile
from pathlib import Path

import pytest

from rapport.engine.critical_path import network as compiled
from rapport.engine.native.library import build
from rapport.engine.network import walked
from rapport.engine.plan import Plan, PlanError
from rapport.integrations.planfiles import mspdi
from rapport.integrations.planfiles.records import PlanFileError

from .msproject import FOLDER

pytestmark = [
    pytest.mark.quality,
    pytest.mark.skipif(not FOLDER.exists(), reason="the Microsoft Project corpus is not here"),
    pytest.mark.skipif(not build(compiled.SOURCE), reason="there is no C compiler here"),
]


def plans():
    """Every plan of the corpus that can be read."""
    with tarfile.open(FOLDER / "mspdi.tar.gz") as archive:
        for member in archive:
            stream = archive.extractfile(member)
            plan = _plan(stream.read()) if stream else None
            if plan:
                yield Path(member.name).name, plan


def _plan(content: bytes) -> Plan | None:
    try:
        return mspdi.read(content).schedule
    except PlanFileError:
        return None


def outcome(schedules, plan):
    try:
        return schedules(plan)
    except PlanError as error:
        return type(error), str(error)


def test_every_plan_file_is_dated_the_same_both_ways():
    compiled.passes.cache_clear()
    found = list(plans())
    apart = [
        name
        for name, plan in found
        if outcome(lambda plan: compiled.Network(plan).schedule(), plan) != outcome(walked, plan)
    ]
    assert found
    assert apart == []
