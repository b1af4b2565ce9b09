"""Least and greatest lags (ProGen/max): what is impossible is found out, the rest is best."""

import os
from pathlib import Path

import pytest

from bench.levelling import report
from bench.rcpspmax import verdicts

ROOT = Path(__file__).resolve().parents[2]
DATA = Path(os.environ.get("RAPPORT_DATA", ROOT.parent / "shared" / "data"))
FOLDER = DATA / "planning" / "rcpsp-max"
# All are done in two on a machine at rest (`bench.rcpspmax` measures it); this one may be busy.
SECONDS = 12

pytestmark = [
    pytest.mark.quality,
    pytest.mark.skipif(not FOLDER.exists(), reason="the RCPSP/max projects are not here"),
]


@pytest.mark.parametrize("name", ["j10", "j20"])
def test_every_answer_is_the_best_or_that_there_is_none(name, capsys):
    with capsys.disabled():
        print()
        found = report(f"{name}, {SECONDS} s", verdicts(FOLDER, name, seconds=SECONDS))
    assert [one.case for one in found if one.false or not one.hit] == []
