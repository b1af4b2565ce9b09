"""The forward pass over many runs at once: the early dates of every step.

The same rules as `rapport.engine.forward`, so that a plan without uncertainty is dated to the
tick as the schedule dates it. Plain tasks are counted in the work of their own calendar, where a
finish-to-start link is one maximum and a duration one sum.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from rapport.engine.forward import DATED
from rapport.engine.simulation.links import Links
from rapport.engine.simulation.moments import Moments, constant
from rapport.engine.simulation.slots import Frame, Frames, Ticks
from rapport.engine.simulation.spans import Team, highest, lowest, scaled
from rapport.engine.simulation.steps import Arrow, Network, Step

START_DATED = ("SNET", "SNLT", "MSO")


class Walk:
    """Dates the steps one after the other; `lengths` holds one row of ticks a step.

    `starts`, `finishes` are what was found; `begins` is the start before a levelling delay.
    What `known` found for the steps before `since` is kept.
    """

    def __init__(
        self,
        network: Network,
        frames: Frames,
        lengths: Sequence[Ticks],
        known: "Walk | None" = None,
        since: int = 0,
    ) -> None:
        self.network, self.frames, self.lengths = network, frames, lengths
        self.links = Links(frames, lengths)
        self.starts: list[Moments] = known.starts[:since] if known else []
        self.finishes: list[Moments] = known.finishes[:since] if known else []
        self.begins: list[Moments] = known.begins[:since] if known else []
        for index in range(len(self.starts), len(network.steps)):
            begin, start, finish = self._dated(index, network.steps[index])
            self.begins.append(begin)
            self.starts.append(start)
            self.finishes.append(finish)

    def with_length(self, index: int, row: Ticks) -> "Walk":
        """The same runs with another length of one step."""
        lengths = [*self.lengths[:index], row, *self.lengths[index + 1 :]]
        return Walk(self.network, self.frames, lengths, self, index)

    def _dated(self, index: int, step: Step) -> tuple[Moments, Moments, Moments]:
        roles = {
            "plain": self._plain,
            "placed": self._placed,
            "started": self._started,
            "fixed": self._fixed,
            "gate": self._gate,
            "end": self._end,
        }
        return roles[step.role](index, step)

    def _plain(self, index: int, step: Step) -> tuple[Moments, Moments, Moments]:
        frame, length = self.frames.of(step.use), self.lengths[index]
        asked = [self.links.work(arrow, step, self.source(arrow), length) for arrow in step.arrows]
        if step.gate is not None and step.bound_by_gate:
            asked.append(self.starts[step.gate].worked(frame))
        if not asked and step.constraint not in DATED:
            asked.append(frame.worked(self._project_start()))
        bound = highest(asked) if asked else None
        work = self._constrained(index, step, bound)
        begin = Moments(work, frame)
        if step.delay:
            work = frame.worked(begin.at() + step.delay)
        finish = Moments(work + length, frame, upper=True)
        if bound is not None:
            finish = self._kept(step, finish, bound == begin.work)
        return begin, Moments(work, frame), finish

    def _placed(self, index: int, step: Step) -> tuple[Moments, Moments, Moments]:
        team = Team(step, self.frames, self.lengths[index])
        bound = self._bound(step, team)
        asked = team.begin(bound) if bound is not None else None
        begin = self._constrained(index, step, asked)
        start = team.begin(begin + step.delay) if step.delay else begin
        finish = Moments(team.finish(start))
        if asked is not None:
            finish = self._kept(step, finish, asked == begin)
        return Moments(begin), Moments(start), finish

    def _bound(self, step: Step, team: Team) -> Ticks | None:
        asked = [self.links.moment(arrow, step, self.source(arrow), team) for arrow in step.arrows]
        if step.gate is not None and step.bound_by_gate:
            asked.append(self.starts[step.gate].at())
        if not asked and step.constraint not in DATED:
            asked.append(self._project_start())
        return highest(asked) if asked else None

    def _constrained(self, index: int, step: Step, asked: Ticks | None) -> Ticks:
        """The start after the task's own constraint; dates that bind backwards are honoured."""
        kind, honor = step.constraint, self.network.honor
        if kind in ("ASAP", "ALAP") and asked is not None:
            return asked
        wanted = self._wanted(index, step)
        if asked is None or (kind in ("MSO", "MFO") and honor):
            return wanted
        if kind in DATED:
            return np.maximum(asked, wanted)
        return np.minimum(asked, wanted) if honor else asked

    def _kept(self, step: Step, finish: Moments, linked: NDArray[np.bool_]) -> Moments:
        """A finish that a start asks for is that start, not the end of the period before it."""
        for arrow in step.arrows:
            if arrow.asks_finish and not arrow.after_finish:
                asked = self.links.lagged(arrow, step, self.starts[arrow.source])
                finish = _no_earlier(finish, asked, linked, self.frames.of(step.use))
        return finish

    def _started(self, index: int, step: Step) -> tuple[Moments, Moments, Moments]:
        """A started task keeps its start; what is left follows its resume date."""
        start, length = constant(step.start), self.lengths[index]
        planned = step.length - step.done
        factor = (length - step.done) / planned if planned else np.ones(1)
        ends = [
            self._rest(rest.use, rest.since, scaled(rest.length, factor))
            for rest in step.rests
            if rest.stop is None or self._lost(step, rest.stop, rest.since)
        ]
        if not ends:
            ends = [Team(step, self.frames, length).finish(start.at())]
        return start, start, Moments(highest(ends))

    def _lost(self, step: Step, stop: int, since: int) -> bool:
        worked = self.frames.of(step.use).worked(np.array([stop, since], np.int32))
        return bool(worked[0] != worked[1])

    def _rest(self, use: tuple[str, ...], since: int, length: Ticks) -> Ticks:
        frame = self.frames.of(use)
        begun = np.array([since], np.int32)
        return np.where(length > 0, frame.finish_of(frame.worked(begun) + length), begun)

    def _fixed(self, index: int, step: Step) -> tuple[Moments, Moments, Moments]:
        start = constant(step.start)
        return start, start, constant(step.finish)

    def _gate(self, index: int, step: Step) -> tuple[Moments, Moments, Moments]:
        """How early the children of a summary may begin."""
        if step.task.manual and step.task.start:
            found = constant(step.start)
            return found, found, found
        bound = self._bound(step, Team(step, self.frames, self.lengths[index]))
        if step.constraint in DATED:
            at = np.array([step.at], np.int32)
            bound = at if bound is None else np.maximum(bound, at)
        found = Moments(self._project_start() if bound is None else bound)
        return found, found, found

    def _end(self, index: int, step: Step) -> tuple[Moments, Moments, Moments]:
        """A summary reaches from its first child's start to its last child's finish."""
        if step.task.manual and step.task.start and step.task.finish:
            return self._fixed(index, step)
        start = Moments(lowest([self.starts[child].at() for child in step.children]))
        finish = Moments(highest([self.finishes[child].at() for child in step.children]))
        return start, start, finish

    def _wanted(self, index: int, step: Step) -> Ticks:
        """The start a task's own constraint asks for: work of a plain step, else a moment."""
        at, by_start = np.array([step.at], np.int32), step.constraint in START_DATED
        if step.role == "plain":
            work = self.frames.of(step.use).worked(at)
            return work if by_start else work - self.lengths[index]
        team = Team(step, self.frames, self.lengths[index])
        return team.begin(at) if by_start else team.start(team.end(at))

    def source(self, arrow: Arrow) -> Moments:
        """The side of the predecessor that a link waits for."""
        return (self.finishes if arrow.after_finish else self.starts)[arrow.source]

    def _project_start(self) -> Ticks:
        return np.array([self.network.start], np.int32)


def _no_earlier(finish: Moments, asked: Ticks, linked: NDArray[np.bool_], frame: Frame) -> Moments:
    """The finish, or what is asked where links decide and no working time lies between."""
    asked, ends, linked = np.broadcast_arrays(asked, finish.at(), linked)
    later = np.flatnonzero(linked & (asked > ends))
    same = later[frame.worked(asked[later]) == frame.worked(ends[later])]
    if not same.size:
        return finish
    ends = ends.copy()
    ends[same] = asked[same]
    return Moments(ends)
