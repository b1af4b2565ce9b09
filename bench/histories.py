"""`python -m bench.histories`: how often promised dates are met, on projects that are made up.

Each history is a firm: its people, its kinds of work, its optimism, and what goes wrong in whole
projects, none of which the engine is told. It learns from the first 500 projects, then dates are
promised for the next 2,500. Another generator can be named with `--generator module:function`;
it is called with (seed, count) and yields `rapport.engine.simulation.history.PastProject`.
"""

import argparse
import importlib
import math
import random
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from bench import cpu
from rapport.engine.network import schedule
from rapport.engine.plan import Link, Plan, Task
from rapport.engine.simulation.calibration import experience, place
from rapport.engine.simulation.history import Label, PastProject
from rapport.engine.simulation.simulate import simulate
from rapport.engine.statistics.scores import brier, coverage, pinball

SHARES = (0.5, 0.8, 0.95)
TARGET = (0.77, 0.83)  # how often 80 % dates shall be met
MONDAY = datetime(2026, 1, 5, 8)  # noqa: DTZ001
KINDS, PEOPLE = 6, 12
FURTHEST = 3.0  # no task takes twenty times its estimate

Generator = Callable[[int, int], Iterable[PastProject]]


@dataclass(frozen=True)
class Regime:
    """How a firm errs. Deviations are of the logarithm of actual over estimate."""

    optimism: float = 1.2
    project: float = 0.25
    task: float = 0.35
    kind: float = 0.1
    person: float = 0.1
    degrees: float = 0  # of Student's t behind tasks and projects; 0 is normal
    trouble: float = 0  # the share of projects in which everything takes much longer
    lazy: bool = False  # what could be done early is not (Parkinson 1955)
    tasks: tuple[int, int] = (5, 40)


REGIMES = {
    "mild": Regime(1.1, 0.12, 0.25),
    "optimists": Regime(1.5, 0.3, 0.4, 0.2, 0.2),
    "together": Regime(1.25, 0.5, 0.25),
    "alone": Regime(1.2, 0.0, 0.5),
    "heavy tails": Regime(1.2, 0.2, 0.3, degrees=3),
    "trouble": Regime(1.1, 0.15, 0.3, trouble=0.12),
    "parkinson": Regime(1.0, 0.25, 0.35, lazy=True),
    "small": Regime(1.3, 0.3, 0.45, tasks=(2, 6)),
    "pessimists": Regime(0.8, 0.2, 0.4, 0.15, 0.3),
}


def projects(regime: Regime, seed: int, count: int) -> Iterator[PastProject]:
    """The projects of one firm, one after the other."""
    dice = random.Random(seed)
    kinds = [dice.gauss(0, regime.kind) for _ in range(KINDS)]
    people = [dice.gauss(0, regime.person) for _ in range(PEOPLE)]
    for number in range(count):
        plan = _plan(dice, regime)
        labels = {
            task.uid: Label(str(dice.randrange(KINDS)), str(dice.randrange(PEOPLE)))
            for task in plan.tasks
        }
        common = _error(dice, regime.project, regime.degrees)
        common += math.log(regime.optimism)
        if dice.random() < regime.trouble:
            common += abs(dice.gauss(0.6, 0.3))
        actual = {}
        for task in plan.tasks:
            label = labels[task.uid]
            error = common + kinds[int(label.kind)] + people[int(label.person)]
            error += _error(dice, regime.task, regime.degrees)
            error = max(error, 0) if regime.lazy else max(-FURTHEST, min(error, FURTHEST))
            actual[task.uid] = max(round(task.duration_minutes * math.exp(error)), 1)
        real = (replace(task, duration_minutes=actual[task.uid]) for task in plan.tasks)
        finish = schedule(replace(plan, tasks=tuple(real))).finish
        yield PastProject(str(number), plan, finish, actual, labels)


def _plan(dice: random.Random, regime: Regime) -> Plan:
    count = dice.randint(*regime.tasks)
    tasks = tuple(
        Task(str(n), duration_minutes=60 * max(1, round(dice.lognormvariate(2.6, 0.8))))
        for n in range(count)
    )
    links = tuple(
        Link(str(dice.randrange(max(0, n - 6), n)), str(n), dice.choice(("FS",) * 8 + ("SS", "FF")))
        for n in range(1, count)
        for _ in range(dice.randint(0, 2))
    )
    return Plan(MONDAY + timedelta(weeks=dice.randrange(50)), tasks, links)


def _error(dice: random.Random, deviation: float, degrees: float) -> float:
    if not degrees:
        return dice.gauss(0, deviation)
    return deviation * dice.gauss(0, 1) / math.sqrt(dice.gammavariate(degrees / 2, 2 / degrees))


@dataclass
class Promises:
    """Dates promised in one way and what became of them, in days from the start."""

    share: float
    said: list[float] = field(default_factory=list)
    real: list[float] = field(default_factory=list)

    def add(self, said: datetime, project: PastProject) -> None:
        """Remember one promise."""
        self.said.append(_days(said - project.plan.start))
        self.real.append(_days(project.finish - project.plan.start))

    @property
    def met(self) -> float:
        """How often the date was met."""
        return coverage(self.said, self.real)

    @property
    def loss(self) -> float:
        """The pinball loss in days."""
        return pinball(self.said, self.real, self.share)


@dataclass
class Record:
    """What became of the promises to one firm's clients."""

    once: dict[float, Promises]  # learned once, from the first projects
    on: Promises  # recalibrated after every project
    bare: Promises  # not recalibrated
    planned: Promises  # the plan's own finish
    stated: list[float]  # the confidence in the planned finish


def promised(found: Iterable[PastProject], learned: int, runs: int, seed: int) -> Record:
    """Learn from the first projects and promise dates for the rest."""
    history = list(found)
    known = experience(history[:learned], runs=runs, seed=seed)
    going = known.calibration
    once = {share: Promises(share) for share in SHARES}
    record = Record(once, Promises(0.8), Promises(0.8), Promises(0.5), [])
    for number, project in enumerate(history[learned:]):
        study = known.reference.study(project.plan, project.labels, runs=runs, seed=number)
        outlook = simulate(study)
        for share, promises in once.items():
            promises.add(known.promise(outlook.finish, share), project)
        record.on.add(outlook.finish.quantile(going.share(0.8)), project)
        record.bare.add(outlook.finish.quantile(0.8), project)
        record.planned.add(outlook.planned, project)
        record.stated.append(outlook.finish.confidence(outlook.planned))
        going = going.joined(place(outlook, project))
    return record


def _days(length: timedelta) -> float:
    return length / timedelta(days=1)


def _row(record: Record) -> str:
    shares = "  ".join(f"{record.once[share].met:5.1%}" for share in SHARES)
    planned = record.planned
    done = [said >= real for said, real in zip(planned.said, planned.real, strict=True)]
    return (
        f"{planned.met:4.0%}  {shares}  {record.on.met:8.1%}  {record.bare.met:4.0%}"
        f"  {record.once[0.8].loss:7.2f} ({record.bare.loss:.2f})  {brier(record.stated, done):.3f}"
    )


def firms(generator: str, only: list[str]) -> dict[str, Generator]:
    """The generators to run: the regimes here, or one that is named."""
    if generator:
        module, _, name = generator.partition(":")
        return {generator: getattr(importlib.import_module(module), name)}
    return {name: _of(REGIMES[name]) for name in only or REGIMES}


def _of(regime: Regime) -> Generator:
    return lambda seed, count: projects(regime, seed, count)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--generator", default="")
    parser.add_argument("--only", nargs="+", choices=REGIMES, default=[])
    parser.add_argument("--projects", type=int, default=3000)
    parser.add_argument("--learn", type=int, default=500)
    parser.add_argument("--runs", type=int, default=1000)
    parser.add_argument("--seeds", type=int, default=1)
    arguments = parser.parse_args()
    began, within, total = time.process_time(), 0, 0
    print("regime        seed  plan   50 %   80 %   95 %  going on  bare  pinball (bare)  Brier")
    for name, generator in firms(arguments.generator, arguments.only).items():
        for seed in range(arguments.seeds):
            made = generator(seed, arguments.projects)
            record = promised(made, arguments.learn, arguments.runs, seed)
            within += TARGET[0] <= record.once[0.8].met <= TARGET[1]
            total += 1
            print(f"{name:<13} {seed:4}  {_row(record)}", flush=True)
    used, yardstick = time.process_time() - began, cpu.yardstick()
    print(f"80 % dates met {TARGET[0]:.0%} to {TARGET[1]:.0%} of the time: {within} of {total}")
    print(f"{used:.1f} s CPU, {used / yardstick:.0f} of the yardstick {yardstick:.3f}")


if __name__ == "__main__":
    main()
