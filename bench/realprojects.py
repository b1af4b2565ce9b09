"""`python -m bench.realprojects FILE_OR_DIR --seconds 60 --cores 1`: levelling of real projects.

Takes the JSON of Batselier and Vanhoucke (2015), "Construction and evaluation framework for a
real-life project database", or a folder of such: project by project the activities with
duration_h, preds and req, and the capacity. Projects that need no resources are left out; files
and projects that cannot be read are told. All share the seconds, small ones first, and leave what
they do not need to the others.
"""

import argparse
import json
import math
import time
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import Any

from bench.instances import Damaged
from bench.levelling import Known, Verdict, judge, report
from rapport.engine.levelling.problem import (
    Activity,
    Answer,
    Mode,
    Precedence,
    Problem,
    Resource,
)
from rapport.engine.levelling.within import Means, within

PARTS = 1000  # of a unit of a resource
FINEST = 60  # slots of an hour


def read(project: Any) -> Problem:
    """The project in the longest slots that fit its durations, at least minutes.

    Raises `Damaged`."""
    activities = _activities(project)
    if not activities:
        raise Damaged("it holds no activities")
    named = {one["id"] for one in activities}
    unknown = [before for one in activities for before in one["preds"] if before not in named]
    if unknown:
        raise Damaged(f"an activity waits for {unknown[0]}, which is none")
    places = {one["id"]: place for place, one in enumerate(activities)}
    slots = math.lcm(*(_parts(one["duration_h"]) for one in activities))
    slots = slots if slots <= FINEST else FINEST
    return Problem(
        activities=tuple(
            Activity((Mode(round(one["duration_h"] * slots), tuple(map(_whole, one["req"]))),))
            for one in activities
        ),
        precedences=tuple(
            Precedence(places[before], places[one["id"]])
            for one in activities
            for before in one["preds"]
        ),
        resources=tuple(Resource(_whole(one)) for one in project["capacity"]),
    )


def _parts(hours: float) -> int:
    return Fraction(hours).limit_denominator(FINEST).denominator


def _whole(amount: float) -> int:
    return round(amount * PARTS)


def verdicts(source: Path, *, seconds: float = 60, cores: int = 1) -> Iterator[Verdict]:
    """Level every project; the best known of each is what was found, its bound what was proved."""
    projects = [*_projects(source)]
    end = time.monotonic() + seconds
    for place, (case, project) in enumerate(projects):
        share = max(0.0, end - time.monotonic()) / (len(projects) - place)

        def solver(problem: Problem, share: float = share) -> Answer | None:
            return within(problem, share, Means(time.monotonic, cores))

        verdict = judge(case[:16], partial(read, project), Known(), solver)
        if verdict.answer:
            verdict = replace(verdict, known=Known(verdict.answer.bound))
        yield verdict


def _projects(source: Path) -> Iterator[tuple[str, Any]]:
    """Those that need resources, the small ones first."""
    found = []
    for path in sorted(source.rglob("*.json")) if source.is_dir() else [source]:
        try:
            found.extend(json.loads(path.read_text(encoding="utf-8")).items())
        except (ValueError, AttributeError):
            found.append((path.name, None))
    return ((case, one) for case, one in sorted(found, key=_size) if _needs(one))


def _activities(project: Any) -> list[dict[str, Any]]:
    said = project.get("activities") if isinstance(project, dict) else None
    return said if isinstance(said, list) else []


def _size(named: tuple[str, Any]) -> int:
    return len(_activities(named[1]))


def _needs(project: Any) -> bool:
    """Whether it needs any resource; what is no project at all is left to be told."""
    activities = _activities(project)
    return not activities or any(any(one.get("req", ())) for one in activities)


def main() -> None:
    """Print how far each project may be from its best answer; 'known' is our own bound."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("source", type=Path)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--cores", type=int, default=1)
    given = parser.parse_args()
    if not given.source.exists():
        parser.error(f"{given.source} is not there.")
    began = time.monotonic()
    found = verdicts(given.source, seconds=given.seconds, cores=given.cores)
    report(f"Real projects, {given.seconds} s for all, {given.cores} core(s)", found)
    print(f"{time.monotonic() - began:.1f} s in all")


if __name__ == "__main__":
    main()
