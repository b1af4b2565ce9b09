"""A problem as schedule generation wants it: forward as it is, and backward as in a mirror.

Activities are renumbered so that nobody comes before a predecessor; in the mirror the numbers,
the precedences and the time from 0 to the horizon run the other way. What holds for placing
an activity as early as possible in one direction is placing it as late as possible in the other.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heappush

from .capacity import Capacity, Step, capacity
from .problem import Problem
from .ways import horizon

# Working time of a calendar: from, to, and how much was worked before.
Periods = tuple[tuple[int, int, int], ...]


@dataclass(frozen=True, slots=True)
class Direction:
    """Activity by activity in topological order, calendars from 1 on (0 always works)."""

    duration: tuple[int, ...]
    release: tuple[int, ...]
    calendar: tuple[int, ...]
    before: tuple[tuple[tuple[int, int], ...], ...]  # (predecessor, lag)
    periods: tuple[Periods, ...]
    capacity: Capacity
    # (part, calendar by which it begins) of those that begin with an activity, and all such parts.
    parts: tuple[tuple[tuple[int, int], ...], ...] = ()
    led: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Directions:
    """Both ways through a problem; `places` are the activities' numbers in the problem."""

    forward: Direction
    backward: Direction
    horizon: int
    places: tuple[int, ...]


def directions(problem: Problem) -> Directions:
    """Both directions of a problem without circles, by the first mode of each activity."""
    places = _topological(problem)
    rank = {place: number for number, place in enumerate(places)}
    before: list[list[tuple[int, int]]] = [[] for _ in places]
    after: list[list[tuple[int, int]]] = [[] for _ in places]
    last = len(places) - 1
    for rule in problem.precedences:
        first, second = rank[rule.before], rank[rule.after]
        before[second].append((first, rule.lag))
        after[last - first].append((last - second, rule.lag))
    there, end = capacity(problem), horizon(problem)
    activities = [problem.activities[place] for place in places]
    forward = Direction(
        duration=tuple(one.modes[0].duration for one in activities),
        release=tuple(max(0, one.release) for one in activities),
        calendar=tuple(0 if one.calendar is None else one.calendar + 1 for one in activities),
        before=tuple(map(tuple, before)),
        periods=((), *(_counted(periods) for periods in problem.calendars)),
        capacity=_sorted(there, places),
        parts=_parts(problem, rank),
        led=frozenset(rank[rule.part] for rule in problem.together),
    )
    return Directions(forward, _mirror(forward, after, end), end, places)


def _topological(problem: Problem) -> tuple[int, ...]:
    """Predecessors first, otherwise in the problem's order."""
    waiting = [0] * len(problem.activities)
    after: list[list[int]] = [[] for _ in problem.activities]
    for rule in problem.precedences:
        waiting[rule.after] += 1
        after[rule.before].append(rule.after)
    ready = [place for place, count in enumerate(waiting) if not count]
    heapify(ready)
    found = []
    while ready:
        place = heappop(ready)
        found.append(place)
        for follower in after[place]:
            waiting[follower] -= 1
            if not waiting[follower]:
                heappush(ready, follower)
    return tuple(found)


def _parts(problem: Problem, rank: dict[int, int]) -> tuple[tuple[tuple[int, int], ...], ...]:
    found: list[list[tuple[int, int]]] = [[] for _ in problem.activities]
    for rule in problem.together:
        calendar = 0 if rule.calendar is None else rule.calendar + 1
        found[rank[rule.leader]].append((rank[rule.part], calendar))
    return tuple(map(tuple, found))


def _counted(periods: Sequence[tuple[int, int]]) -> Periods:
    found, worked = [], 0
    for begin, end in periods:
        begin = max(0, begin)
        if begin < end:
            found.append((begin, end, worked))
            worked += end - begin
    return tuple(found)


def _sorted(there: Capacity, places: tuple[int, ...]) -> Capacity:
    return Capacity(
        there.lanes,
        there.steps,
        tuple(there.working[place] for place in places),
        tuple(there.resting[place] for place in places),
    )


def _mirror(forward: Direction, after: list[list[tuple[int, int]]], end: int) -> Direction:
    there = forward.capacity
    return Direction(
        duration=forward.duration[::-1],
        release=(0,) * len(forward.release),
        calendar=forward.calendar[::-1],
        before=tuple(map(tuple, after)),
        periods=tuple(
            _counted([(end - stop, end - begin) for begin, stop, _ in reversed(periods)])
            for periods in forward.periods
        ),
        capacity=Capacity(
            there.lanes, _turned(there.steps, end), there.working[::-1], there.resting[::-1]
        ),
    )


def _turned(steps: tuple[Step, ...], end: int) -> tuple[Step, ...]:
    kept = [step for step in steps if not step.time or step.time < end]
    stops = [*(step.time for step in kept[1:]), end]
    return tuple(
        Step(end - stop, step.room, step.open)
        for step, stop in zip(reversed(kept), reversed(stops), strict=True)
    )
