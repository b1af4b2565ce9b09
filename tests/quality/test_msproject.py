"""Our schedule against what Microsoft Project itself stored, file by file."""

import pytest

from bench.mspdi import ours, peers, told, verdicts

from .msproject import FOLDER

pytestmark = [
    pytest.mark.quality,
    pytest.mark.skipif(not FOLDER.exists(), reason="the Microsoft Project corpus is not here"),
]

# Shares of the files, slightly under what is reached.
DATES_FLOOR, EVERYTHING_FLOOR, CRITICAL_FLOOR = 0.92, 0.82, 0.93


@pytest.fixture(scope="module")
def found():
    return list(verdicts(FOLDER))


def test_it_agrees_with_microsoft_project_more_often_than_the_peer(found, capsys):
    mine, peer = ours(found), peers(found, FOLDER)
    with capsys.disabled():
        print(f"\nMicrosoft Project corpus: {told(found, mine, peer)}")
    assert mine.dates > peer.dates
    assert mine.everything > peer.everything
    assert mine.critical > peer.critical
    assert mine.tasks > peer.tasks


def test_it_does_not_fall_behind_what_was_reached(found):
    mine, files = ours(found), len(found)
    assert mine.dates / files >= DATES_FLOOR
    assert mine.everything / files >= EVERYTHING_FLOOR
    assert mine.critical / files >= CRITICAL_FLOOR
