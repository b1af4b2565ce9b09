"""Our schedule against what Microsoft Project itself stored, file by file."""

import pytest

from .msproject import DATES, EVERYTHING, FOLDER, ours, peers, verdicts

pytestmark = [
    pytest.mark.quality,
    pytest.mark.skipif(not FOLDER.exists(), reason="the Microsoft Project corpus is not here"),
]

# Shares of the files, slightly under what is reached.
DATES_FLOOR, EVERYTHING_FLOOR, CRITICAL_FLOOR = 0.92, 0.82, 0.93


@pytest.fixture(scope="module")
def found():
    return list(verdicts())


def test_it_agrees_with_microsoft_project_more_often_than_the_peer(found, capsys):
    mine, peer = ours(found), peers(found)
    with capsys.disabled():
        _print(found, mine, peer)
    assert mine.dates > peer.dates
    assert mine.everything > peer.everything
    assert mine.critical > peer.critical
    assert mine.tasks > peer.tasks


def test_it_does_not_fall_behind_what_was_reached(found):
    mine, files = ours(found), len(found)
    assert mine.dates / files >= DATES_FLOOR
    assert mine.everything / files >= EVERYTHING_FLOOR
    assert mine.critical / files >= CRITICAL_FLOOR


def _print(found, mine, peer):
    total = sum(one.tasks for one in found)
    print(f"\nMicrosoft Project corpus: {len(found)} files, {total} tasks (ours, peer)")
    print(f"  start and finish exact  {mine.dates:5} {peer.dates:5} files")
    print(f"  all fields exact        {mine.everything:5} {peer.everything:5} files")
    print(f"  critical exact          {mine.critical:5} {peer.critical:5} files")
    print(f"  start and finish exact  {mine.tasks:5} {peer.tasks:5} tasks")
    for one in found:
        if not one.exact("critical", *EVERYTHING):
            dates, everything = len(one.missed(*DATES)), len(one.missed(*EVERYTHING))
            flags = len(one.missed("critical"))
            print(f"    {one.case[:52]:52} dates {dates:3} all {everything:3} critical {flags:3}")
