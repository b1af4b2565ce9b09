"""`python -m bench.mmlib DIR --set MMLIB50 --every 10 --seconds 5`: levelling with several modes.

DIR holds `<set>.tar.gz` of .mm files (ProGen) and `best_known.csv`: set, instance,
best_known_ub, best_known_lb.
"""

import argparse
import csv
import tarfile
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from bench.levelling import Known, Verdict, judge, report
from bench.progen import read
from rapport.engine.levelling.hybrid import hybrid


def verdicts(
    folder: Path, name: str, *, seconds: float, workers: int = 1, every: int = 1
) -> Iterator[Verdict]:
    """Solve the files of a set that the table knows, every so many of them."""
    known = dict(_known(folder, name))
    solver = partial(hybrid, seconds=seconds, clock=time.monotonic, workers=workers)
    with tarfile.open(folder / f"{name}.tar.gz") as archive:
        members = {Path(member.name).stem: member for member in archive if member.isfile()}
        for case in [case for case in known if case in members][::every]:
            stored = archive.extractfile(members[case])
            if stored:
                yield judge(case, read(stored.read().decode()), known[case], solver)


def _known(folder: Path, name: str) -> Iterator[tuple[str, Known]]:
    with (folder / "best_known.csv").open(encoding="utf-8", newline="") as table:
        for row in csv.DictReader(table):
            if row["set"] == name:
                both = int(row["best_known_ub"]), int(row["best_known_lb"])
                yield row["instance"], Known(*both)


def main() -> None:
    """Print what comes out of a set."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--set", default="MMLIB50")
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--every", type=int, default=1)
    given = parser.parse_args()
    found = verdicts(
        given.folder, given.set, seconds=given.seconds, workers=given.workers, every=given.every
    )
    report(f"Multi-mode {given.set}, {given.seconds} s, {given.workers} worker(s)", found)


if __name__ == "__main__":
    main()
