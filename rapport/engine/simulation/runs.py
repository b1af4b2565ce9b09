"""All runs of a network, some thousands at a time, in calendars that reach far enough."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from rapport.engine.plan import Plan, PlanError
from rapport.engine.simulation.driving import driving
from rapport.engine.simulation.ends import Ends
from rapport.engine.simulation.slots import Frames, OutOfReach, Ticks
from rapport.engine.simulation.steps import Network
from rapport.engine.simulation.study import Study
from rapport.engine.simulation.walk import Walk

CELLS = 10_000_000  # tasks times runs that are walked at once
NEAREST, FURTHEST = 732, 366 * 128  # days the calendars are laid out ahead

Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class Found:
    """The finish of every run, the same as work in the project's calendar, and of every step
    the number of runs in which it was on a driving chain. `planned` is the finish of the plan."""

    planned: int
    finish: Ticks
    work: Ticks
    driven: Sequence[int]
    watched: dict[str, Ticks]


def run(study: Study, net: Network, lengths: Sequence[Ticks]) -> Found:
    """Walk every run. `lengths` holds a row a step; a row of one is the same in all runs."""
    return within_reach(study.plan, net, lambda frames: _Runs(study, net, frames).walk(lengths))


def within_reach(plan: Plan, net: Network, ask: Callable[[Frames], Answer]) -> Answer:
    """The answer from calendars that reach far enough for it."""
    days = NEAREST
    while days <= FURTHEST:
        try:
            return ask(Frames(plan, net.uses, days))
        except OutOfReach:
            days *= 2
    raise PlanError("The plan reaches further than its calendars have working time.")


def parts(runs: int, net: Network) -> Iterator[slice]:
    """The runs in stretches that are walked at once."""
    size = max(CELLS // max(len(net.steps), 1), 1)
    for first in range(0, runs, size):
        yield slice(first, min(first + size, runs))


def of_part(lengths: Sequence[Ticks], part: slice) -> list[Ticks]:
    """The rows of some runs; a row of one is the same in all runs."""
    return [row[part] if len(row) > 1 else row for row in lengths]


class _Runs:
    """The runs of a network in calendars that may not reach far enough."""

    def __init__(self, study: Study, net: Network, frames: Frames) -> None:
        self._study, self._net, self._frames = study, net, frames
        self._project = frames.of((study.plan.calendar,))

    def walk(self, lengths: Sequence[Ticks]) -> Found:
        """Walk the plan as it is and the longest of everything, then every run."""
        tried = [
            np.array([step.length, row.max()], np.int32)
            for step, row in zip(self._net.steps, lengths, strict=True)
        ]
        planned = int(Ends(self._walk(tried), 2).finish[0])
        runs = self._study.runs
        finish = np.empty(runs, np.int32)
        dates = {uid: np.empty(runs, np.int32) for uid in self._study.watched}
        driven = np.zeros(len(self._net.steps), np.int64)
        for part in parts(runs, self._net):
            walk = self._walk(of_part(lengths, part))
            ends = Ends(walk, part.stop - part.start)
            finish[part] = ends.finish
            driven += np.array([flags.sum() for flags in driving(walk, ends)], np.int64)
            for index, step in enumerate(self._net.steps):
                if step.uid in dates and step.role != "gate":
                    dates[step.uid][part] = walk.finishes[index].at()
        return Found(planned, finish, self._project.worked(finish), driven.tolist(), dates)

    def _walk(self, lengths: Sequence[Ticks]) -> Walk:
        return Walk(self._net, self._frames, lengths)
