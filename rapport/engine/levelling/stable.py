"""Levelling that leaves as much as it can where it is: a repair of a plan, not a new one.

Every activity is wished to begin at its release. They are placed one by one, the urgent ones
first, each where it is wished or as soon after it as there is room (serial generation with a
static priority; stability as in Van de Vonder, Demeulemeester and Herroelen 2008). Then a few
other orders are tried from there, and the least costly is kept.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heappush
from random import Random

from .direction import Direction, directions
from .generation import NEVER, generate
from .problem import Answer, Problem

# What an answer costs, by its starts and finishes: the less the better, the first number first.
Cost = Callable[[Sequence[int], Sequence[int]], tuple[float, ...]]


@dataclass(frozen=True, slots=True)
class Wishes:
    """How urgent each activity is (the less, the sooner it is placed), and what an answer costs."""

    urgency: tuple[int, ...]
    cost: Cost
    tries: int = 200
    seed: int = 0


def stable(problem: Problem, wishes: Wishes, bound: int) -> Answer | None:
    """The least costly of the orders that were tried; none is tried where nothing moves.

    Activities have one mode, and lags are not negative. `None` means that something finds no
    room before its calendar ends. The same seed gives the same answer.
    """
    course = directions(problem)
    draw = Random(wishes.seed)  # noqa: S311 - a search, not a secret
    forward, places = course.forward, course.places
    urgency = [wishes.urgency[place] for place in places]
    best = _placed(forward, places, urgency, wishes.cost)
    held = urgency
    for _ in range(wishes.tries):
        if best is None or not any(best.cost):
            break
        tried = _shuffled(held, best, forward, draw)
        found = _placed(forward, places, tried, wishes.cost)
        if found is not None and found.cost < best.cost:
            best, held = found, tried
    return None if best is None else best.answer(bound)


@dataclass(frozen=True, slots=True)
class _Found:
    cost: tuple[float, ...]
    starts: tuple[int, ...]
    last: int
    moved: tuple[int, ...]

    def answer(self, bound: int) -> Answer:
        """As levelling answers, activity by activity."""
        return Answer(self.starts, (0,) * len(self.starts), self.last, min(bound, self.last))


def _placed(
    forward: Direction, places: tuple[int, ...], urgency: Sequence[int], cost: Cost
) -> _Found | None:
    """Place everything, the urgent first, predecessors before what waits for them."""
    schedule = generate(forward, _order(forward, urgency))
    if schedule.last >= NEVER:
        return None
    starts, finishes = [0] * len(places), [0] * len(places)
    for rank, place in enumerate(places):
        starts[place], finishes[place] = schedule.start[rank], schedule.finish[rank]
    own = (rank for rank in range(len(places)) if rank not in forward.led)
    moved = [rank for rank in own if schedule.start[rank] > forward.release[rank]]
    return _Found(cost(starts, finishes), tuple(starts), schedule.last, tuple(moved))


def _order(forward: Direction, urgency: Sequence[int]) -> list[int]:
    after: list[list[int]] = [[] for _ in urgency]
    waiting = [len(before) for before in forward.before]
    for one, before in enumerate(forward.before):
        for other, _ in before:
            after[other].append(one)
    ready = [(urgency[one], one) for one, count in enumerate(waiting) if not count]
    heapify(ready)
    order = []
    while ready:
        _, one = heappop(ready)
        order.append(one)
        for follower in after[one]:
            waiting[follower] -= 1
            if not waiting[follower]:
                heappush(ready, (urgency[follower], follower))
    return order


def _shuffled(urgency: Sequence[int], best: _Found, forward: Direction, draw: Random) -> list[int]:
    """Something that moved, with what it waits for, before or behind another place in the order."""
    changed = list(urgency)
    if best.moved:
        one = draw.choice(best.moved)
        wanted = changed[draw.randrange(len(changed))] - 1
        for rank in (one, *(other for other, _ in forward.before[one])):
            changed[rank] = min(changed[rank], wanted)
    return changed
