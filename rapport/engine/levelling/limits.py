"""The rules that one resource sets, each a capacity over time shared by some activities.

Most resources set one rule for all who need them. An absence in which some calendars work and
others rest sets another: only who works then uses what is there, while who rests holds on to it.
"""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from .modes import demanded
from .problem import Problem, Resource

Periods = tuple[tuple[int, int], ...]
Group = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `capacity` at a time by these activities, less what is `taken` (from, to, number)."""

    activities: Group
    capacity: int
    taken: tuple[tuple[int, int, int], ...] = ()


def limits(problem: Problem, place: int, end: int) -> tuple[Limit, ...]:
    """Every limit of the resource at this place of the problem, from slot 0 to `end`."""
    resource = problem.resources[place]
    needing = _needing(problem, place)
    everybody = tuple(one for group in needing.values() for one in group)
    if not everybody:
        return ()
    held: list[tuple[int, int, int]] = []
    used: dict[Group, list[tuple[int, int, int]]] = {}
    for begin, stop in pairwise(_edges(problem, resource, needing, end)):
        there = _capacity(resource, begin)
        working = everybody
        if there < resource.capacity:
            working = tuple(_working(problem, needing, begin))
        if working == everybody:
            held.append((begin, stop, there))
            continue
        held.append((begin, stop, resource.capacity))
        used.setdefault(working, []).append((begin, stop, there))
    most = max((number for _, _, number in held), default=resource.capacity)
    rests = (_limit(who, resource.capacity, there) for who, there in used.items() if who)
    return (_limit(everybody, most, held), *rests)


def _limit(who: Group, most: int, there: list[tuple[int, int, int]]) -> Limit:
    taken: list[tuple[int, int, int]] = []
    for begin, end, number in there:
        if taken and taken[-1][1:] == (begin, most - number):
            taken[-1] = (taken[-1][0], end, most - number)
        elif number < most:
            taken.append((begin, end, most - number))
    return Limit(who, most, tuple(taken))


def _needing(problem: Problem, place: int) -> dict[int | None, Group]:
    """Who needs the resource in some mode, by calendar."""
    found: dict[int | None, Group] = {}
    for number, activity in enumerate(problem.activities):
        if any(demanded(mode, place) for mode in activity.modes):
            found[activity.calendar] = (*found.get(activity.calendar, ()), number)
    return found


def _edges(
    problem: Problem, resource: Resource, needing: dict[int | None, Group], end: int
) -> list[int]:
    """Every slot where what is there may change, or during absences who works."""
    edges = {edge for absence in resource.absences for edge in absence[:2]}
    if edges:
        calendars = [problem.calendars[one] for one in needing if one is not None]
        edges.update(edge for periods in calendars for period in periods for edge in period)
    return sorted({0, end, *(edge for edge in edges if 0 < edge < end)})


def _capacity(resource: Resource, slot: int) -> int:
    return min(
        (number for begin, end, number in resource.absences if begin <= slot < end),
        default=resource.capacity,
    )


def _working(problem: Problem, needing: dict[int | None, Group], slot: int) -> Iterator[int]:
    for calendar, group in needing.items():
        if calendar is None or _works(problem.calendars[calendar], slot):
            yield from group


def _works(periods: Periods, slot: int) -> bool:
    place = bisect_right(periods, slot, key=lambda period: period[0]) - 1
    return place >= 0 and slot < periods[place][1]
