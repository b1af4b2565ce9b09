"""`python -m bench.simulation`: CPU seconds of 10,000 runs of a plan of 1,000 tasks.

Five calendars with different days off, all kinds of links with lags, three-point estimates,
correlation by person, risks and cost; criticality, sensitivity and P10 to P95 among the answers.
`--real FILE` adds real projects: {name: {"activities": [{id, duration_h, preds}, …]}, …}.
"""

import argparse
import json
import random
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from bench import cpu
from rapport.engine.plan import OFFICE_DAY, Calendar, Link, Plan, Task
from rapport.engine.simulation.simulate import simulate
from rapport.engine.simulation.spreads import Pert
from rapport.engine.simulation.study import Risk, Study, TaskCost

TARGET = 0.5
START = datetime(2026, 3, 2, 8)  # noqa: DTZ001 - naive local time, as plans have it
KINDS = ("FS",) * 7 + ("SS", "FF", "SF")
LAGS = (0, 0, 0, 480, -240)
SHARES = (0.1, 0.25, 0.5, 0.75, 0.8, 0.9, 0.95)
REACH = 60  # how many tasks back a link comes from


def study(tasks: int, runs: int, calendars: int = 5) -> Study:
    """A plan that looks like one, the same every time."""
    dice = random.Random(1)  # noqa: S311 - a plan for measuring
    uses = [
        Calendar(
            f"c{one}", days=tuple(OFFICE_DAY if (one + day) % 7 < 5 else () for day in range(7))
        )
        for one in range(calendars)
    ]
    made = [
        Task(str(n), duration_minutes=240 * dice.randint(1, 10), calendar=f"c{n % calendars}")
        for n in range(tasks)
    ]
    links = [
        Link(
            str(dice.randrange(max(0, n - REACH), n)), str(n), dice.choice(KINDS), dice.choice(LAGS)
        )
        for n in range(1, tasks)
        for _ in range(2)
    ]
    plan = Plan(START, tuple(made), tuple(links), tuple(uses), "c0")
    return Study(
        plan,
        durations={t.uid: _three_points(t.duration_minutes, dice) for t in made},
        groups={t.uid: f"person {int(t.uid) % 12}" for t in made},
        correlation=0.3,
        risks=tuple(Risk(f"r{n}", 0.2, (str(n * 50),), Pert(480, 960, 2400)) for n in range(10)),
        costs={t.uid: TaskCost(per_hour=9000) for t in made},
        watched=tuple(str(n) for n in range(0, tasks, 50)),
        runs=runs,
    )


def _three_points(planned: float, dice: random.Random) -> Pert:
    return Pert(planned * dice.uniform(0.6, 0.9), planned, planned * dice.uniform(1.2, 2.5))


def real(file: Path) -> Iterator[tuple[str, Study]]:
    """Real networks, of whose uncertainty nothing is known."""
    for name, project in json.loads(file.read_text()).items():
        activities = project["activities"]
        tasks = tuple(
            Task(str(one["id"]), duration_minutes=round(60 * one["duration_h"]))
            for one in activities
        )
        links = tuple(
            Link(str(before), str(one["id"])) for one in activities for before in one["preds"]
        )
        yield name, Study(Plan(START, tasks, links))


def measure_real(file: Path) -> None:
    """How long the slowest of them takes."""
    used = {}
    for name, asked in real(file):
        began = time.process_time()
        simulate(asked).finish.quantile(0.8)
        used[name] = time.process_time() - began
    slowest = max(used, key=lambda name: used[name])
    total = sum(used.values())
    print(f"{len(used)} real projects × 10,000 runs: {total:.1f} s CPU,", end=" ")
    print(f"the slowest {used[slowest]:.3f} ({slowest}), target 1.0 each")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tasks", type=int, default=1000)
    parser.add_argument("--runs", type=int, default=10_000)
    parser.add_argument("--times", type=int, default=5)
    parser.add_argument("--real", type=Path)
    arguments = parser.parse_args()
    yardstick, asked = cpu.yardstick(), study(arguments.tasks, arguments.runs)
    used, wall = [], []
    for _ in range(arguments.times):
        began, clock = time.process_time(), time.perf_counter()
        answer = simulate(asked)
        quantiles = [answer.finish.quantile(share) for share in SHARES]
        used.append(time.process_time() - began)
        wall.append(time.perf_counter() - clock)
    best = min(used)
    print(f"{arguments.tasks:,} tasks × {arguments.runs:,} runs, five calendars, one core:")
    print(f"first {used[0]:.3f}, best {best:.3f} s CPU ({min(wall):.3f} s wall), target {TARGET}")
    print(f"{best / yardstick:.2f} of the yardstick (sum of 10⁷ squares, {yardstick:.3f} s CPU)")
    print(
        "planned",
        f"{answer.planned:%Y-%m-%d}",
        *(
            f"P{share:.0%} {at:%Y-%m-%d}".replace("%", "")
            for share, at in zip(SHARES, quantiles, strict=True)
        ),
    )
    if arguments.real:
        measure_real(arguments.real)


if __name__ == "__main__":
    main()
