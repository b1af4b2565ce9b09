"""Which tasks decide the finish of each run.

A link drives a task that begins in the moment it asks for, counted in the task's working time.
Followed backwards from what ends last, this finds the driving chains (the longest paths) of
every run. Only the runs in which a task is on such a chain are looked at again, a small part of
all, so no backward pass is needed. With one calendar and no dates but the project's start, the
tasks found are those without slack.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from rapport.engine.simulation.ends import Ends
from rapport.engine.simulation.links import Links
from rapport.engine.simulation.moments import Columns, Moments, picked
from rapport.engine.simulation.slots import Ticks
from rapport.engine.simulation.spans import Team
from rapport.engine.simulation.steps import Arrow, Step
from rapport.engine.simulation.walk import Walk

Flags = NDArray[np.bool_]


def driving(walk: Walk, ends: Ends) -> list[Flags]:
    """For each step, the runs in which it is on a driving chain; summaries are on none."""
    steps = walk.network.steps
    flags = [_last(walk, index, step, ends) for index, step in enumerate(steps)]
    for index in range(len(steps) - 1, -1, -1):
        step = steps[index]
        columns = np.flatnonzero(flags[index])
        if step.role not in ("plain", "placed") or not columns.size:
            continue
        probe = _Probe(walk, index, step, columns)
        for arrow, waiting in _arrows(walk, step):
            for source in _leaves(walk, arrow):
                if steps[source].role != "fixed":
                    flags[source][columns[probe.driven(arrow, waiting, source)]] = True
    return flags


def _last(walk: Walk, index: int, step: Step, ends: Ends) -> Flags:
    """The runs in which nothing ends after this task."""
    if not step.leaf or not step.task.active or step.task.actual_finish:
        return np.zeros(len(ends.finish), np.bool_)
    return ends.last(walk.finishes[index])


def _arrows(walk: Walk, step: Step) -> Iterator[tuple[Arrow, Step]]:
    """The links of a task and of the summaries above it, with the step they ask."""
    while True:
        for arrow in step.arrows:
            yield arrow, step
        if step.gate is None or not step.bound_by_gate:
            return
        step = walk.network.steps[step.gate]
        if step.task.manual and step.task.start:
            return


def _leaves(walk: Walk, arrow: Arrow) -> Iterator[int]:
    """The tasks a link comes from: those below, when it comes from a summary."""
    steps, open_ = walk.network.steps, [arrow.source]
    while open_:
        index = open_.pop()
        step = steps[index]
        if step.role == "end" and not (step.task.manual and step.task.start):
            open_.extend(step.children)
        elif step.leaf:
            yield index


class _Probe:
    """Asks again, in some runs, what a link asked of a task."""

    def __init__(self, walk: Walk, index: int, step: Step, columns: Columns) -> None:
        self._walk, self._step, self._columns = walk, step, columns
        self._lengths = _Picked(walk, columns)
        self._links = Links(walk.frames, self._lengths)
        self._begin = picked(walk.begins[index].work, columns)
        self._length = self._lengths[index]
        self._frame = walk.frames.of(step.use)
        self._team = None if step.role == "plain" else Team(step, walk.frames, self._length)

    def driven(self, arrow: Arrow, waiting: Step, source: int) -> Flags:
        """Whether the link asks for just this begin."""
        same = self._asked(arrow, waiting, self._source(source, arrow)) == self._begin
        flags: Flags = np.broadcast_to(same, self._columns.shape)
        through = self._walk.network.steps[arrow.source]
        if through.leaf or arrow.after_finish:
            return flags
        first = self._walk.starts[arrow.source].at() == self._walk.starts[source].at()
        return flags & np.broadcast_to(picked(first, self._columns), flags.shape)

    def _source(self, source: int, arrow: Arrow) -> Moments:
        walk = self._walk
        moments = (walk.finishes if arrow.after_finish else walk.starts)[source]
        return moments.some(self._columns)

    def _asked(self, arrow: Arrow, waiting: Step, source: Moments) -> Ticks:
        step, links = self._step, self._links
        if waiting is step and self._team is None:
            return links.work(arrow, step, source, self._length)
        asking = self._team
        if asking is None or waiting is not step:
            planned = np.array([waiting.length], np.int32)
            asking = Team(waiting, self._walk.frames, planned)
        at = links.moment(arrow, waiting, source, asking)
        return self._frame.worked(at) if self._team is None else self._team.begin(at)


class _Picked:
    """The lengths of some runs; a row of one is the same in all of them."""

    def __init__(self, walk: Walk, columns: Columns) -> None:
        self._lengths, self._columns = walk.lengths, columns

    def __getitem__(self, index: int) -> Ticks:
        return picked(self._lengths[index], self._columns)
