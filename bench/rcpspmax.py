"""`python -m bench.rcpspmax DIR --set j10 --seconds 2`: levelling with least and greatest lags.

DIR holds .SCH files (ProGen/max: Kolisch, Schwindt and Sprecher 1999), loose or in tar.gz archives;
those of a set in one of its name. It may hold `optimum.csv`: set, instance, and an optimum, a range
`lb..ub`, or `unsat`. What is not in it is held against itself.
"""

import argparse
import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path, PurePosixPath

from bench.instances import Damaged, instances, of_set, table
from bench.levelling import Known, Verdict, judge, report
from rapport.engine.levelling.problem import Activity, Mode, Precedence, Problem, Resource
from rapport.engine.levelling.solver import solve

SUFFIX = ".sch"
LAG = re.compile(r"\[(-?\d+)\]")


def read(text: str) -> Problem:
    """The project of a .SCH file, whose lags are from start to start. Raises `Damaged`."""
    lines = [line for line in text.splitlines() if line.strip()]
    if not lines:
        raise Damaged("it is empty")
    count, renewable = (int(word) for word in lines[0].split()[:2])
    if len(lines) < 2 * count + 6:
        raise Damaged(f"{count} activities take {2 * count + 6} lines, and it has {len(lines)}")
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
    """Solve the files of a set, every so many of them; of those in the table where there is one."""
    known = dict(_known(folder, name))
    solver = partial(solve, seconds=seconds, workers=workers)
    found = {one.case: one for one in of_set([*instances(folder, SUFFIX)], name)}
    for case in ([case for case in known if case in found] or [*found])[::every]:
        yield judge(case, partial(read, found[case].text), known.get(case), solver)


def _known(folder: Path, name: str) -> Iterator[tuple[str, Known]]:
    for row in table(folder / "optimum.csv"):
        least, _, most = row["optimum_or_range_or_unsat"].strip().partition("..")
        if row["set"] == name and (least == "unsat" or least.isdigit()):
            case = PurePosixPath(row["instance"]).stem
            yield case, Known() if least == "unsat" else Known(int(most or least), int(least))


def main() -> None:
    """Print what comes out of a set."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--set", default="j10")
    parser.add_argument("--seconds", type=float, default=2)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--every", type=int, default=1)
    given = parser.parse_args()
    if not given.folder.is_dir():
        parser.error(f"{given.folder} is no folder.")
    found = verdicts(
        given.folder, given.set, seconds=given.seconds, workers=given.workers, every=given.every
    )
    report(f"RCPSP/max {given.set}, {given.seconds} s, {given.workers} worker(s)", found)


if __name__ == "__main__":
    main()
