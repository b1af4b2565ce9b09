"""All runs of a network, some thousands at a time, in calendars that reach far enough."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from rapport.engine.plan import Plan, PlanError
from rapport.engine.simulation.driving import driving
from rapport.engine.simulation.ends import Ends
from rapport.engine.simulation.slots import Frames, OutOfReach, Ticks
from rapport.engine.simulation.steps import Network
from rapport.engine.simulation.walk import Walk

CHUNK = 5000  # runs walked at once: few enough to stay near the processor
NEAREST, FURTHEST = 732, 366 * 128  # days the calendars are laid out ahead


@dataclass(frozen=True, slots=True)
class Found:
    """The finish of every run, the same as work in the project's calendar, and of every step
    the number of runs in which it was on a driving chain. `planned` is the finish of the plan."""

    planned: int
    finish: Ticks
    work: Ticks
    driven: Sequence[int]
    watched: dict[str, Ticks]


def run(plan: Plan, net: Network, lengths: Sequence[Ticks], watched: frozenset[str]) -> Found:
    """Walk every run. `lengths` holds a row a step; a row of one is the same in all runs."""
    days = NEAREST
    while days <= FURTHEST:
        try:
            return _Runs(plan, net, Frames(plan, net.uses, days)).walk(lengths, watched)
        except OutOfReach:
            days *= 2
    raise PlanError("The plan reaches further than its calendars have working time.")


class _Runs:
    """The runs of a network in calendars that may not reach far enough."""

    def __init__(self, plan: Plan, net: Network, frames: Frames) -> None:
        self._net, self._frames = net, frames
        self._project = frames.of((plan.calendar,))

    def walk(self, lengths: Sequence[Ticks], watched: frozenset[str]) -> Found:
        """Walk the plan as it is and the longest of everything, then every run."""
        tried = [
            np.array([step.length, row.max()], np.int32)
            for step, row in zip(self._net.steps, lengths, strict=True)
        ]
        planned = int(Ends(self._walk(tried), 2).finish[0])
        runs = max((len(row) for row in lengths), default=1)
        finish = np.empty(runs, np.int32)
        dates = {uid: np.empty(runs, np.int32) for uid in watched}
        driven = np.zeros(len(self._net.steps), np.int64)
        for first in range(0, runs, CHUNK):
            part = slice(first, min(first + CHUNK, runs))
            walk = self._walk([row[part] if len(row) > 1 else row for row in lengths])
            ends = Ends(walk, part.stop - first)
            finish[part] = ends.finish
            driven += np.array([flags.sum() for flags in driving(walk, ends)], np.int64)
            for index, step in enumerate(self._net.steps):
                if step.uid in dates and step.role != "gate":
                    dates[step.uid][part] = walk.finishes[index].at()
        return Found(planned, finish, self._project.worked(finish), driven.tolist(), dates)

    def _walk(self, lengths: Sequence[Ticks]) -> Walk:
        return Walk(self._net, self._frames, lengths)
