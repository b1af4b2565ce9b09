"""Lengths that no answer of a one-mode problem can beat, found without search.

Longest paths; the energy that activities between two of them ask of one resource; and sets of
activities of which no two can be done at once. The last is the node packing bound of Mingozzi,
Maniezzo, Ricciardelli and Bianco (1998), greedy, with the head and tail of the set added.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from itertools import accumulate, pairwise

from .capacity import Level, level
from .modes import demanded
from .problem import Problem
from .windows import Windows


def bound(problem: Problem, frame: Windows) -> int:
    """The greatest of the bounds. `frame` holds the problem's windows."""
    energies = (_energy(problem, frame, place) for place in range(len(problem.resources)))
    return max(frame.bound, *energies, _packing(problem, frame))


def _afters(problem: Problem, frame: Windows) -> list[int]:
    """The least from the finish of each activity to the last finish of all."""
    afters = [0] * len(problem.activities)
    for rule in problem.precedences:
        afters[rule.before] = max(afters[rule.before], rule.lag + frame.tails[rule.after])
    return afters


def _energy(problem: Problem, frame: Windows, place: int) -> int:
    """Whoever can begin no earlier than a slot and is followed by so much shares the time between.

    Between the head and the tail of a set its work must fit what is there of the resource.
    """
    works = [
        (after, head, demanded(activity.modes[0], place) * activity.modes[0].duration)
        for activity, head, after in zip(
            problem.activities, frame.earliest, _afters(problem, frame), strict=True
        )
        if demanded(activity.modes[0], place)
    ]
    works.sort(reverse=True)
    supply = _Supply(level(problem.resources[place]))
    best = 0
    for earliest in {head for _, head, _ in works}:
        total, begun = 0, supply.until(earliest)
        for after, head, work in works:
            if head >= earliest:
                total += work
                best = max(best, supply.when(begun + total) + after)
    return best


class _Supply:
    """How much work a resource can have done until a slot, and when it can have done so much."""

    def __init__(self, steps: Level) -> None:
        self.steps = steps
        self.begins = [begin for begin, _ in steps]
        done = ((end - begin) * there for (begin, there), (end, _) in pairwise(steps))
        self.done = [0, *accumulate(done)]

    def until(self, slot: int) -> int:
        """The work that can be done before the slot."""
        at = bisect_right(self.begins, slot) - 1
        return self.done[at] + (slot - self.begins[at]) * self.steps[at][1]

    def when(self, work: int) -> int:
        """The first slot before which so much work can be done."""
        at = max(0, bisect_left(self.done, work) - 1)
        begin, there = self.steps[at]
        return begin + -(-(work - self.done[at]) // there) if there else begin


def _packing(problem: Problem, frame: Windows) -> int:
    durations = [activity.modes[0].duration for activity in problem.activities]
    afters, apart = _afters(problem, frame), _apart(problem)
    longest = sorted(range(len(durations)), key=lambda one: -durations[one])
    best = 0
    for seed in longest:
        head, after, total = frame.earliest[seed], afters[seed], durations[seed]
        left = apart[seed]
        for one in longest:
            if left >> one & 1:
                left &= apart[one]
                total += durations[one]
                head, after = min(head, frame.earliest[one]), min(after, afters[one])
                best = max(best, head + total + after)
    return best


def _apart(problem: Problem) -> list[int]:
    """Of each activity the set of those that cannot be done while it is, as bits."""
    found = _related(problem)
    for place, resource in enumerate(problem.resources):
        most = max(resource.capacity, *(number for _, number in level(resource)))
        needs = [demanded(activity.modes[0], place) for activity in problem.activities]
        users = sorted((need, one) for one, need in enumerate(needs) if need)
        for need, one in users:
            for other, number in reversed(users):
                if need + other <= most:
                    break
                found[one] |= 1 << number
    return [others & ~(1 << one) for one, others in enumerate(found)]


def _related(problem: Problem) -> list[int]:
    """Of each activity all that come after or before it, as bits."""
    after = [0] * len(problem.activities)
    moved = True
    while moved:
        moved = False
        for rule in reversed(problem.precedences):
            known = after[rule.before] | after[rule.after] | 1 << rule.after
            moved |= known != after[rule.before]
            after[rule.before] = known
    found = list(after)
    for one, others in enumerate(after):
        for other in _bits(others):
            found[other] |= 1 << one
    return found


def _bits(number: int) -> Iterator[int]:
    while number:
        yield (number & -number).bit_length() - 1
        number &= number - 1
