"""`python -m bench.mmlib DIR --set MMLIB50 --every 10 --seconds 5`: levelling with several modes.

DIR holds .mm files (ProGen), loose or in tar.gz archives; those of a set in one of its name. It
may hold `best_known.csv`: set, instance, best_known_ub, best_known_lb. What is not in it is held
against itself: its gap is 0.
"""

import argparse
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from bench.instances import instances, of_set, table
from bench.levelling import Verdict, best_known, judge, report
from bench.progen import read
from rapport.engine.levelling.hybrid import hybrid

SUFFIX = ".mm"


def verdicts(
    folder: Path, name: str, *, seconds: float, workers: int = 1, every: int = 1
) -> Iterator[Verdict]:
    """Solve the files of a set, every so many of them; of those in the table where there is one."""
    rows = [row for row in table(folder / "best_known.csv") if row["set"] == name]
    known = best_known(rows)
    solver = partial(hybrid, seconds=seconds, clock=time.monotonic, workers=workers)
    found = {one.case: one for one in of_set([*instances(folder, SUFFIX)], name)}
    for case in ([case for case in known if case in found] or [*found])[::every]:
        yield judge(case, partial(read, found[case].text), known.get(case), solver)


def main() -> None:
    """Print what comes out of a set."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--set", default="MMLIB50")
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--every", type=int, default=1)
    given = parser.parse_args()
    if not given.folder.is_dir():
        parser.error(f"{given.folder} is no folder.")
    found = verdicts(
        given.folder, given.set, seconds=given.seconds, workers=given.workers, every=given.every
    )
    report(f"Multi-mode {given.set}, {given.seconds} s, {given.workers} worker(s)", found)


if __name__ == "__main__":
    main()
