"""Levelling against the best lengths anybody has found for the plans of PSPLIB."""

import os
from pathlib import Path

import pytest

from bench.psplib import verdicts

ROOT = Path(__file__).resolve().parents[2]
DATA = Path(os.environ.get("RAPPORT_DATA", ROOT.parent / "shared" / "data"))
FOLDER = DATA / "planning" / "psplib"
SAMPLE = FOLDER / "fixed_sample_60.json"

pytestmark = [
    pytest.mark.quality,
    pytest.mark.skipif(not SAMPLE.exists(), reason="the PSPLIB plans are not here"),
]


def _gap(found):
    return sum(one.gap for one in found) / len(found)


def test_plans_of_thirty_are_as_short_as_the_best_known():
    # Nearly all take a fraction of a second; a busy machine may have the rest. `bench.psplib`
    # measures what one second gives.
    found = list(verdicts(FOLDER, of="j30", seconds=5, sample=SAMPLE))
    assert [one.case for one in found if one.false] == []
    assert _gap(found) <= 0.001
    assert sum(one.proved for one in found) >= 0.9 * len(found)


@pytest.mark.slow
def test_plans_of_a_hundred_and_twenty_are_little_longer_than_the_best_known():
    found = list(verdicts(FOLDER, of="j120", seconds=1, cores=2, sample=SAMPLE))
    assert [one.case for one in found if one.false] == []
    assert _gap(found) <= 0.015
