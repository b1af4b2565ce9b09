"""Levelling of projects that real firms had: all in a minute, next to the best there can be."""

import os
from pathlib import Path

import pytest

from bench.realprojects import verdicts

ROOT = Path(__file__).resolve().parents[2]
DATA = Path(os.environ.get("RAPPORT_DATA", ROOT.parent / "shared" / "data"))
FOLDER = DATA / "planning" / "real-projects"

pytestmark = [
    pytest.mark.quality,
    pytest.mark.slow,
    pytest.mark.skipif(not FOLDER.exists(), reason="the real projects are not here"),
]


def test_real_projects_are_next_to_the_best_there_can_be_and_the_impossible_is_told():
    found = list(verdicts(FOLDER, seconds=60, cores=2))
    assert [one.case for one in found if one.false] == []
    possible = [one for one in found if not one.infeasible]
    assert sum(one.gap for one in possible) / len(possible) <= 0.01
    assert len(possible) < len(found)
