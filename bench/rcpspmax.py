"""`python -m bench.rcpspmax DIR --set j10 --seconds 2`: levelling with least and greatest lags.

DIR holds `<set>.tar.gz` of .SCH files (ProGen/max: Kolisch, Schwindt and Sprecher 1999) and
`optimum.csv`: set, instance, and an optimum, a range `lb..ub`, or `unsat`.
"""

import argparse
import csv
import re
import tarfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from bench.levelling import Known, Verdict, judge, report
from rapport.engine.levelling.problem import Activity, Mode, Precedence, Problem, Resource
from rapport.engine.levelling.solver import solve

LAG = re.compile(r"\[(-?\d+)\]")


def read(text: str) -> Problem:
    """The project of a .SCH file, whose lags are from start to start."""
    lines = [line for line in text.splitlines() if line.strip()]
    count, renewable = (int(word) for word in lines[0].split()[:2])
    links, works = lines[1 : count + 3], lines[count + 3 : 2 * count + 5]
    modes = [[int(word) for word in line.split()] for line in works]
    capacities = [int(word) for word in lines[2 * count + 5].split()]
    return Problem(
        activities=tuple(Activity((Mode(row[2], tuple(row[3 : 3 + renewable])),)) for row in modes),
        precedences=tuple(
            Precedence(place, after, lag - modes[place][2])
            for place, line in enumerate(links)
            for after, lag in _arcs(line)
        ),
        resources=tuple(Resource(capacity) for capacity in capacities[:renewable]),
    )


def _arcs(line: str) -> Iterator[tuple[int, int]]:
    afters = (int(word) for word in line.split("[")[0].split()[3:])
    return zip(afters, (int(lag) for lag in LAG.findall(line)), strict=True)


def verdicts(
    folder: Path, name: str, *, seconds: float, workers: int = 1, every: int = 1
) -> Iterator[Verdict]:
    """Solve the files of a set that the table knows, every so many of them."""
    known = dict(_known(folder, name))
    solver = partial(solve, seconds=seconds, workers=workers)
    with tarfile.open(folder / f"{name}.tar.gz") as archive:
        members = {Path(member.name).name: member for member in archive if member.isfile()}
        for case in [case for case in known if case in members][::every]:
            stored = archive.extractfile(members[case])
            if stored:
                yield judge(case, read(stored.read().decode()), known[case], solver)


def _known(folder: Path, name: str) -> Iterator[tuple[str, Known]]:
    with (folder / "optimum.csv").open(encoding="utf-8", newline="") as table:
        for row in csv.reader(table):
            if row[0] == name:
                least, _, most = row[2].strip().partition("..")
                yield row[1], Known() if least == "unsat" else Known(int(most or least), int(least))


def main() -> None:
    """Print what comes out of a set."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--set", default="j10")
    parser.add_argument("--seconds", type=float, default=2)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--every", type=int, default=1)
    given = parser.parse_args()
    found = verdicts(
        given.folder, given.set, seconds=given.seconds, workers=given.workers, every=given.every
    )
    report(f"RCPSP/max {given.set}, {given.seconds} s, {given.workers} worker(s)", found)


if __name__ == "__main__":
    main()
