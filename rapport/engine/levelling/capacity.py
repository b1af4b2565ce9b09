"""What there is of every resource over time, and what activities take of it, packed into lanes.

The checker's two rules, kept by the lanes of a resource: what works in a slot takes from what is
there then; what is begun and not finished takes from the ordinary capacity, or from what is there
if that is more. One lane does for both unless someone can rest through an absence. A resource that
suffices for all activities at once has none.
"""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from heapq import heappop, heappush

from .lanes import Lanes, lanes
from .modes import demanded
from .problem import Problem, Resource

Periods = tuple[tuple[int, int], ...]
Level = tuple[tuple[int, int], ...]  # (from, how many), ascending, the first from 0


@dataclass(frozen=True, slots=True)
class Step:
    """From `time` on there is `room`; `open` tells which calendars work then, the first always."""

    time: int
    room: int
    open: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class Capacity:
    """The steps of what there is; what each activity takes while it works and while it rests."""

    lanes: Lanes
    steps: tuple[Step, ...]
    working: tuple[int, ...]
    resting: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Lane:
    resource: int
    level: Level
    rests: bool  # whether who rests takes from it too


def capacity(problem: Problem) -> Capacity:
    """What there is and what is taken, by the first mode of each activity."""
    chosen = [lane for place in range(len(problem.resources)) for lane in _lanes(problem, place)]
    packing = lanes([max(number for _, number in lane.level) for lane in chosen])
    edges = {begin for lane in chosen for begin, _ in lane.level}
    for lane in chosen:
        if not lane.rests:
            edges.update(_changes(problem, lane))
    return Capacity(
        packing,
        tuple(_step(problem, chosen, packing, edge) for edge in sorted(edges | {0})),
        tuple(packing.packed(taken) for taken in _taken(problem, chosen)),
        tuple(packing.packed(taken) for taken in _taken(problem, chosen, resting=True)),
    )


def level(resource: Resource) -> Level:
    """How many there are from which slot on; of absences that overlap the smallest counts."""
    absences = sorted(absence for absence in resource.absences if absence[1] > max(0, absence[0]))
    edges = sorted({0, *(max(0, edge) for absence in absences for edge in absence[:2])})
    there: list[tuple[int, int]] = []
    away: list[tuple[int, int]] = []
    begun = 0
    for edge in edges:
        while begun < len(absences) and absences[begun][0] <= edge:
            heappush(away, (absences[begun][2], absences[begun][1]))
            begun += 1
        while away and away[0][1] <= edge:
            heappop(away)
        number = away[0][0] if away else resource.capacity
        if not there or there[-1][1] != number:
            there.append((edge, number))
    return tuple(there)


def _lanes(problem: Problem, place: int) -> Iterator[_Lane]:
    resource = problem.resources[place]
    users = [one for one in problem.activities if demanded(one.modes[0], place)]
    total = sum(demanded(one.modes[0], place) for one in users)
    there = level(resource)
    if total <= min(resource.capacity, *(number for _, number in there)):
        return
    held = tuple((begin, min(total, max(number, resource.capacity))) for begin, number in there)
    used = tuple((begin, min(total, number)) for begin, number in there)
    if held != used and any(one.calendar is not None for one in users):
        yield _Lane(place, held, rests=True)
        yield _Lane(place, used, rests=False)
    else:
        yield _Lane(place, used, rests=True)


def _changes(problem: Problem, lane: _Lane) -> Iterator[int]:
    """Where calendars begin and cease to work while less than usual is there."""
    ordinary = problem.resources[lane.resource].capacity
    begins = [begin for begin, _ in lane.level]
    for periods in problem.calendars:
        for edge in (edge for period in periods for edge in period if edge > 0):
            if lane.level[bisect_right(begins, edge) - 1][1] < ordinary:
                yield edge


def _step(problem: Problem, chosen: list[_Lane], packing: Lanes, edge: int) -> Step:
    there = [lane.level[bisect_right(lane.level, edge, key=_begin) - 1][1] for lane in chosen]
    works = [_works(periods, edge) for periods in problem.calendars]
    return Step(edge, packing.packed(there) | packing.guard, (True, *works))


def _begin(step: tuple[int, int]) -> int:
    return step[0]


def _works(periods: Periods, slot: int) -> bool:
    place = bisect_right(periods, slot, key=_begin) - 1
    return place >= 0 and slot < periods[place][1]


def _taken(problem: Problem, chosen: list[_Lane], *, resting: bool = False) -> list[list[int]]:
    return [
        [
            demanded(activity.modes[0], lane.resource) if lane.rests or not resting else 0
            for lane in chosen
        ]
        for activity in problem.activities
    ]
