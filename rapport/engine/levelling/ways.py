"""The ways of doing an activity: a mode, and how long it lasts from which starts.

An activity with a calendar lasts as long as its work and the rests between. From all starts
that meet the same rests it lasts equally long, so a mode is a few ways of one length each; a
mode without a calendar is one way.
"""

from bisect import bisect_left
from dataclasses import dataclass
from functools import cache

from .modes import Kept
from .problem import Precedence, Problem

Periods = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Way:
    """A mode that lasts `span` slots from each start in `starts` (from, to), ascending."""

    mode: int
    span: int
    starts: Periods

    def first(self, earliest: int) -> int | None:
        """The first start that is not before `earliest`."""
        place = bisect_left(self.starts, earliest, key=lambda period: period[1] - 1)
        return max(earliest, self.starts[place][0]) if place < len(self.starts) else None

    def between(self, earliest: int, latest: int) -> "Way":
        """The same way, begun no earlier and no later."""
        clipped = ((max(begin, earliest), min(end, latest + 1)) for begin, end in self.starts)
        return Way(self.mode, self.span, tuple(one for one in clipped if one[0] < one[1]))


def ways(problem: Problem, kept: Kept, horizon: int) -> tuple[tuple[Way, ...], ...]:
    """Every way of every activity in its kept modes that is finished by the horizon."""

    @cache
    def lasting(calendar: int | None, duration: int) -> tuple[tuple[int, Periods], ...]:
        if calendar is None or not duration:
            return ((duration, ((0, horizon - duration + 1),)),) if duration <= horizon else ()
        return _spans(_until(problem.calendars[calendar], horizon), duration)

    return tuple(
        tuple(
            Way(mode, span, starts)
            for mode in modes
            for span, starts in lasting(activity.calendar, activity.modes[mode].duration)
        )
        for activity, modes in zip(problem.activities, kept, strict=True)
    )


def horizon(problem: Problem) -> int:
    """A slot by which some best answer is finished, if there is one at all.

    After the last release, absence and calendar one activity can follow the other, each with its
    longest mode and lag.
    """
    edges = [activity.release for activity in problem.activities]
    edges += [end for one in problem.resources for _, end, _ in one.absences]
    edges += [periods[-1][1] for periods in problem.calendars if periods]
    lags = _longest_lags(problem.precedences, len(problem.activities))
    return max(edges, default=0) + sum(
        max(mode.duration for mode in activity.modes) + lag
        for activity, lag in zip(problem.activities, lags, strict=True)
    )


def _longest_lags(precedences: tuple[Precedence, ...], count: int) -> list[int]:
    longest = [0] * count
    for rule in precedences:
        longest[rule.before] = max(longest[rule.before], rule.lag)
    return longest


def _until(periods: Periods, end: int) -> Periods:
    """The periods as far as they lie before `end`."""
    return tuple((begin, min(stop, end)) for begin, stop in periods if begin < min(stop, end))


def _spans(periods: Periods, duration: int) -> tuple[tuple[int, Periods], ...]:
    """How long so much work can last, and from which starts."""
    spans: dict[int, list[tuple[int, int]]] = {}
    for begin, stop, span in _runs(periods, duration):
        spans.setdefault(span, []).append((begin, stop))
    return tuple((span, tuple(starts)) for span, starts in sorted(spans.items()))


def _runs(periods: Periods, duration: int) -> list[tuple[int, int, int]]:
    """Starts (from, to) in working time, and how long the work lasts from each of them."""
    before = [0]
    for begin, end in periods:
        before.append(before[-1] + end - begin)
    found: list[tuple[int, int, int]] = []
    for place, (begin, end) in enumerate(periods):
        while begin < end:
            done = before[place] + begin - periods[place][0] + duration
            if done > before[-1]:
                return found
            last = bisect_left(before, done) - 1
            finish = periods[last][0] + done - before[last]
            stop = min(end, begin + periods[last][1] - finish + 1)
            found.append((begin, stop, finish - begin))
            begin = stop
    return found
