"""`python -m bench.psplib DIR --set j30 --seconds 1 --cores 1`: levelling with one mode.

DIR holds .sm files (ProGen), loose or in tar.gz archives, and may hold `best_known.csv`: set,
instance, best_known_ub, best_known_lb. What is not in it is held against itself: its gap is 0.
`--sample` names a JSON file with the instances to take of each set.
"""

import argparse
import csv
import json
import tarfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from bench.levelling import Known, Verdict, judge, report
from bench.progen import read
from rapport.engine.levelling.problem import Answer, Problem
from rapport.engine.levelling.within import Means, within

SUFFIX = ".sm"
PROJECT = "PRECEDENCE RELATIONS"  # which tables of known lengths have not


def verdicts(
    folder: Path, *, of: str = "", seconds: float = 1, cores: int = 1, sample: Path | None = None
) -> Iterator[Verdict]:
    """Level the files of a folder; only those of one set, only those of a sample."""
    chosen = _sampled(sample, of)
    known = dict(_known(folder))

    def solver(problem: Problem) -> Answer | None:
        return within(problem, seconds, Means(time.monotonic, cores))

    for case, text in sorted(_files(folder)):
        if not case.startswith(of) or chosen is not None and case not in chosen:
            continue
        verdict = judge(case, read(text), known.get(case, Known()), solver)
        if case not in known and verdict.answer:
            verdict = replace(verdict, known=Known(verdict.answer.makespan))
        yield verdict


def _files(folder: Path) -> Iterator[tuple[str, str]]:
    return ((case, text) for case, text in _texts(folder) if PROJECT in text)


def _texts(folder: Path) -> Iterator[tuple[str, str]]:
    for path in folder.rglob(f"*{SUFFIX}"):
        yield path.stem, path.read_text(errors="replace")
    for path in folder.rglob("*.tar.gz"):
        with tarfile.open(path) as archive:
            for member in archive:
                stored = archive.extractfile(member) if member.name.endswith(SUFFIX) else None
                if stored:
                    yield Path(member.name).stem, stored.read().decode(errors="replace")


def _known(folder: Path) -> Iterator[tuple[str, Known]]:
    for path in folder.glob("best_known.csv"):
        with path.open(encoding="utf-8", newline="") as table:
            for row in csv.DictReader(table):
                both = int(row["best_known_ub"]), int(row["best_known_lb"])
                yield row["instance"], Known(*both)


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
