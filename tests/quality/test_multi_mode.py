"""Levelling with several modes against the best that anybody found (PSPLIB, MMLIB)."""

import os
from pathlib import Path

import pytest

from bench.levelling import report
from bench.mmlib import verdicts

ROOT = Path(__file__).resolve().parents[2]
DATA = Path(os.environ.get("RAPPORT_DATA", ROOT.parent / "shared" / "data"))
FOLDER = DATA / "planning" / "mmlib"
SECONDS = 5
GAP = 0.01

pytestmark = pytest.mark.quality


def _found(name, every, capsys):
    if not (FOLDER / f"{name}.tar.gz").exists():
        pytest.skip(f"{name} is not here")
    with capsys.disabled():
        print()
        return report(f"{name}, {SECONDS} s", verdicts(FOLDER, name, seconds=SECONDS, every=every))


@pytest.mark.parametrize("name", ["j10.mm", "j20.mm", "j30.mm"])
def test_small_projects_are_done_as_fast_as_can_be(name, capsys):
    found = _found(name, 20, capsys)
    assert [one.case for one in found if one.false or not one.hit] == []


@pytest.mark.slow
def test_projects_of_fifty_activities_come_within_one_percent(capsys):
    found = _found("MMLIB50", 10, capsys)
    assert [one.case for one in found if one.false] == []
    assert sum(one.gap for one in found) / len(found) <= GAP
