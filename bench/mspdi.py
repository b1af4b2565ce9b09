"""`python -m bench.mspdi DIR`: our dates against those that Microsoft Project or Primavera stored.

DIR holds MSPDI files, loose (`<case>.xml`) or in `mspdi.tar.gz`; `expected.tsv`, a row a task;
and perhaps `index.tsv`, how many tasks of each case a peer (MPXJ's schedulers) reproduces. A file
that is missing or cannot be read misses all its tasks, and its reason is told.
"""

import argparse
import csv
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from rapport.engine.network import schedule
from rapport.engine.plan import PlanError, ScheduledTask
from rapport.integrations.planfiles import mspdi
from rapport.integrations.planfiles.records import PlanFileError

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
    # Why there are no dates of ours at all.
    reason: str = ""

    def exact(self, *fields: str) -> bool:
        """Whether every task has these fields right."""
        return not self.missed(*fields)

    def missed(self, *fields: str) -> list[str]:
        """The tasks with one of these fields wrong."""
        return [uid for uid, names in self.wrong.items() if set(names) & {"missing", *fields}]


EVERYTHING = (*MOMENTS, *SLACKS)


def rows(table: Path) -> list[Row]:
    """A table of the corpus; none where it is missing."""
    if not table.exists():
        return []
    with table.open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def verdicts(folder: Path) -> Iterator[Verdict]:
    """Schedule every file that the table expects dates of, and compare."""
    expected: dict[str, list[Row]] = {}
    for row in rows(folder / "expected.tsv"):
        expected.setdefault(row["case"], []).append(row)
    seen = set()
    for name, content in _files(folder):
        case = Path(name).stem
        if case in expected and case not in seen:
            seen.add(case)
            yield _verdict(Verdict(case), expected[case], content)
    for case in expected.keys() - seen:
        yield _verdict(Verdict(case, reason="there is no such file"), expected[case], b"")


def _files(folder: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted(folder.rglob("*.xml")):
        yield path.name, path.read_bytes()
    for packed in sorted(folder.glob("*.tar.gz")):
        with tarfile.open(packed) as archive:
            for member in archive:
                stream = archive.extractfile(member)
                if stream:
                    yield Path(member.name).name, stream.read()


def _verdict(verdict: Verdict, stored: list[Row], content: bytes) -> Verdict:
    placed: dict[str, ScheduledTask] = {}
    try:
        plan = mspdi.read(content).schedule if content else None
        placed = schedule(plan).by_uid() if plan else {}
    except (PlanError, PlanFileError) as error:
        verdict.reason = str(error)
    verdict.tasks = len(stored)
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


def peers(found: list[Verdict], folder: Path) -> Count:
    """What the peer (MPXJ's schedulers) reproduces of the same files, as the index says."""
    sizes = {one.case: one.tasks for one in found}
    index = [row for row in rows(folder / "index.tsv") if row["case"] in sizes]

    def files(column: str) -> int:
        return sum(row[column] == str(sizes[row["case"]]) for row in index)

    return Count(
        files("mpxj_startfinish_ok"),
        files("mpxj_all_ok"),
        files("mpxj_critical_ok"),
        sum(int(row["mpxj_startfinish_ok"] or 0) for row in index),
    )


def told(found: list[Verdict], mine: Count, peer: Count) -> str:
    """The figures, and each file that is not exact in all."""
    total = sum(one.tasks for one in found)
    lines = [
        f"{len(found)} files, {total} tasks (ours, peer)",
        f"  start and finish exact  {mine.dates:5} {peer.dates:5} files",
        f"  all fields exact        {mine.everything:5} {peer.everything:5} files",
        f"  critical exact          {mine.critical:5} {peer.critical:5} files",
        f"  start and finish exact  {mine.tasks:5} {peer.tasks:5} tasks",
    ]
    for one in found:
        if not one.exact("critical", *EVERYTHING):
            dates, everything = len(one.missed(*DATES)), len(one.missed(*EVERYTHING))
            flags = len(one.missed("critical"))
            lines.append(
                f"    {one.case[:52]:52} dates {dates:3} all {everything:3} critical {flags:3} "
                f"{one.reason}".rstrip()
            )
    return "\n".join(lines)


def main() -> None:
    """Print the figures of a folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    if not (folder / "expected.tsv").exists():
        parser.error(f"{folder} holds no expected.tsv, so there is nothing to compare with.")
    found = list(verdicts(folder))
    print(told(found, ours(found), peers(found, folder)))


if __name__ == "__main__":
    main()
