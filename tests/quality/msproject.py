"""The Microsoft Project corpus: what the application stored, and what a peer reproduces of it."""

import csv
import os
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from rapport.engine.network import schedule
from rapport.engine.plan import PlanError, ScheduledTask
from rapport.integrations.planfiles import mspdi
from rapport.integrations.planfiles.records import PlanFileError

ROOT = Path(__file__).resolve().parents[2]
DATA = Path(os.environ.get("RAPPORT_DATA", ROOT.parent / "shared" / "data"))
FOLDER = DATA / "planning" / "msproject"

MOMENTS = {
    "start": "start",
    "finish": "finish",
    "early_start": "earlyStart",
    "early_finish": "earlyFinish",
    "late_start": "lateStart",
    "late_finish": "lateFinish",
}
SLACKS = {"total_slack": "totalSlackMin", "free_slack": "freeSlackMin"}
DATES = ("start", "finish")
SAME_SLACK = 0.5  # minutes

Row = dict[str, str]


@dataclass
class Verdict:
    """One file: which fields of which tasks are not what the application stored."""

    case: str
    tasks: int = 0
    wrong: dict[str, list[str]] = field(default_factory=dict)

    def exact(self, *fields: str) -> bool:
        """Whether every task has these fields right."""
        return not self.missed(*fields)

    def missed(self, *fields: str) -> list[str]:
        """The tasks with one of these fields wrong."""
        return [uid for uid, names in self.wrong.items() if set(names) & {"missing", *fields}]


EVERYTHING = (*MOMENTS, *SLACKS)


def rows(name: str) -> list[Row]:
    """A table of the corpus."""
    with (FOLDER / name).open(encoding="utf-8") as table:
        return list(csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE))


def verdicts() -> Iterator[Verdict]:
    """Schedule every file of the corpus and compare."""
    expected: dict[str, list[Row]] = {}
    for row in rows("expected.tsv"):
        expected.setdefault(row["case"], []).append(row)
    with tarfile.open(FOLDER / "mspdi.tar.gz") as archive:
        for member in archive:
            case = Path(member.name).name.removesuffix(".xml")
            stream = archive.extractfile(member)
            if stream and case in expected:
                yield _verdict(case, _scheduled(stream.read()), expected[case])


def _scheduled(content: bytes) -> dict[str, ScheduledTask]:
    try:
        plan = mspdi.read(content).schedule
        return schedule(plan).by_uid() if plan else {}
    except (PlanError, PlanFileError):
        return {}


def _verdict(case: str, placed: dict[str, ScheduledTask], stored: list[Row]) -> Verdict:
    verdict = Verdict(case, len(stored))
    for row in stored:
        task = placed.get(row["uid"])
        wrong = ["missing"] if task is None else [*_wrong(task, row)]
        if wrong:
            verdict.wrong[row["uid"]] = wrong
    return verdict


def _wrong(task: ScheduledTask, row: Row) -> Iterator[str]:
    """Fields the application stored and we do not reproduce; dates to the minute."""
    for ours, theirs in MOMENTS.items():
        if row[theirs] and getattr(task, ours).isoformat()[:16] != row[theirs][:16]:
            yield ours
    for ours, theirs in SLACKS.items():
        if row[theirs] and abs(getattr(task, ours) - float(row[theirs])) > SAME_SLACK:
            yield ours
    if row["critical"] and task.critical != (row["critical"] == "1"):
        yield "critical"


@dataclass(frozen=True)
class Count:
    """How many files and tasks are exact, ours or the peer's."""

    dates: int
    everything: int
    critical: int
    tasks: int


def ours(found: list[Verdict]) -> Count:
    """What we reproduce."""
    return Count(
        sum(one.exact(*DATES) for one in found),
        sum(one.exact(*EVERYTHING) for one in found),
        sum(one.exact("critical") for one in found),
        sum(one.tasks - len(one.missed(*DATES)) for one in found),
    )


def peers(found: list[Verdict]) -> Count:
    """What the peer (MPXJ's schedulers) reproduces of the same files, as the index says."""
    sizes = {one.case: one.tasks for one in found}
    index = [row for row in rows("index.tsv") if row["case"] in sizes]

    def files(column: str) -> int:
        return sum(row[column] == str(sizes[row["case"]]) for row in index)

    return Count(
        files("mpxj_startfinish_ok"),
        files("mpxj_all_ok"),
        files("mpxj_critical_ok"),
        sum(int(row["mpxj_startfinish_ok"] or 0) for row in index),
    )
