"""Whether one person's work fits into their days: earliest deadline first.

On one machine that may interrupt what it does, working on what is due first keeps every deadline
that any order keeps (Horn 1974, "Some simple scheduling algorithms"). So where this order leaves
work undone when it is due, every order does; sums of hours a week cannot tell.
Days are numbers from 0 on, amounts are minutes.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush


@dataclass(frozen=True, slots=True)
class Demand:
    """So much work that can begin on day `release` and is due when day `due` ends."""

    release: int
    due: int
    minutes: float


def undone(demands: Iterable[Demand], capacity: Sequence[float]) -> list[float]:
    """For each day: how much of the work that is due by its end is not done by then.

    What is late is worked on all the same, before what is due later.
    """
    waiting = sorted(demands, key=lambda one: one.release, reverse=True)
    ready: list[tuple[int, int, float]] = []
    found = []
    for day, room in enumerate(capacity):
        while waiting and waiting[-1].release <= day:
            one = waiting.pop()
            heappush(ready, (one.due, len(waiting), one.minutes))
        _work(ready, room)
        found.append(sum(minutes for due, _, minutes in ready if due <= day))
    return found


def spread(demand: Demand, capacity: Sequence[float]) -> dict[int, float]:
    """The work over its days as they have room for work; all of it on the last if none has."""
    days = range(max(0, demand.release), min(len(capacity), demand.due + 1))
    room = sum(capacity[day] for day in days)
    if not room:
        return {demand.due: demand.minutes}
    return {day: demand.minutes * capacity[day] / room for day in days if capacity[day]}


def _work(ready: list[tuple[int, int, float]], room: float) -> None:
    while ready and room > 0:
        due, number, minutes = heappop(ready)
        if minutes > room:
            heappush(ready, (due, number, minutes - room))
        room -= minutes
