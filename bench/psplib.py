"""`python -m bench.psplib DIR --set j30 --seconds 1 --cores 1`: levelling with one mode.

DIR holds .sm files (ProGen), loose or in tar.gz archives, and may hold `best_known.csv`: set,
instance, best_known_ub, best_known_lb. What is not in it is held against itself: its gap is 0.
`--sample` names a JSON file with the instances to take of each set.
"""

import argparse
import json
import re
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from bench.instances import instances, table
from bench.levelling import Verdict, best_known, judge, report
from bench.progen import read
from rapport.engine.levelling.problem import Answer, Problem
from rapport.engine.levelling.within import Means, within

SUFFIX = ".sm"
# Tables of known lengths have the same ending as projects.
TABLE = re.compile(r"makespan|bounds", re.IGNORECASE)


def verdicts(
    folder: Path, *, of: str = "", seconds: float = 1, cores: int = 1, sample: Path | None = None
) -> Iterator[Verdict]:
    """Level the files of a folder; only those of one set, only those of a sample."""
    chosen = _sampled(sample, of)
    known = best_known(table(folder / "best_known.csv"))

    def solver(problem: Problem) -> Answer | None:
        return within(problem, seconds, Means(time.monotonic, cores))

    for one in instances(folder, SUFFIX):
        is_asked = one.case.startswith(of) and (chosen is None or one.case in chosen)
        if is_asked and not TABLE.search(one.text):
            yield judge(one.case, partial(read, one.text), known.get(one.case), solver)


def _sampled(sample: Path | None, of: str) -> set[str] | None:
    if not sample:
        return None
    sets: dict[str, list[str]] = json.loads(sample.read_text(encoding="utf-8"))
    return {case for name, cases in sets.items() if name.startswith(of) for case in cases}


def main() -> None:
    """Print what comes out of a set."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--set", default="", help="how the names of the instances begin")
    parser.add_argument("--seconds", type=float, default=1)
    parser.add_argument("--cores", type=int, default=1)
    parser.add_argument("--sample", type=Path)
    given = parser.parse_args()
    if not given.folder.is_dir():
        parser.error(f"{given.folder} is no folder.")
    sample = given.sample
    if sample and not sample.exists():
        sample = given.folder / sample
    found = verdicts(
        given.folder, of=given.set, seconds=given.seconds, cores=given.cores, sample=sample
    )
    name = f"One mode {given.set}, {given.seconds} s, {given.cores} core(s)"
    took = sum(verdict.seconds for verdict in report(name, found))
    print(f"{took:.1f} s in all")


if __name__ == "__main__":
    main()
