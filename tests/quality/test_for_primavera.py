"""Every Microsoft Project file of the corpus written for Primavera, and read again."""

# ruff: noqa: DTZ001 - naive local time is the language of plan files
import tarfile
from datetime import datetime

import pytest

from rapport.engine.network import schedule
from rapport.engine.plan import PlanError
from rapport.integrations.planfiles import mspdi, pmxml_write, primavera, xer_write
from rapport.integrations.planfiles.mspdi_write_numbers import numbers
from rapport.integrations.planfiles.records import PlanFileError

from .msproject import FOLDER

MADE = datetime(2026, 1, 2, 3, 4)
# What stands by hand in hours that nobody works, or is paused while others wait for a part of it.
PART = 0.96

pytestmark = [
    pytest.mark.quality,
    pytest.mark.skipif(not FOLDER.exists(), reason="the Microsoft Project corpus is not here"),
]


def _plans():
    with tarfile.open(FOLDER / "mspdi.tar.gz") as archive:
        for member in archive:
            if member.isfile() and member.name.endswith(".xml"):
                try:
                    file = mspdi.read(archive.extractfile(member).read())
                    yield member.name, file, schedule(file.schedule)
                except (PlanFileError, PlanError):
                    continue


@pytest.mark.parametrize(
    ("write", "read"),
    [(xer_write.write, primavera.read_xer), (pmxml_write.write, primavera.read_pmxml)],
    ids=["xer", "pmxml"],
)
def test_every_plan_stands_on_the_same_dates_in_primavera(write, read, capsys):
    files, whole, others = 0, 0, []
    for name, file, dates in _plans():
        again = read(write(file, made=MADE, dates=dates))
        uids = {number: uid for uid, number in numbers(file).tasks.items()}
        stood, found = dates.by_uid(), schedule(again.schedule).by_uid()
        activities = [one for one in again.schedule.tasks if not one.uid.startswith("wbs-")]
        moved = [
            one.uid
            for one in activities
            if (stood[uids[one.uid]].start, stood[uids[one.uid]].finish)
            != (found[one.uid].start, found[one.uid].finish)
        ]
        files, whole = files + 1, whole + (not moved)
        others += [f"{name}: {len(moved)} of {len(activities)}"] if moved else []
    with capsys.disabled():
        print(f"\n{whole} of {files} plans stand on the same dates; others: {others}")
    assert files and whole / files >= PART
