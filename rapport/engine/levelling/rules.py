"""Priority rules, the seeds of a search: who is urgent, by the precedences alone.

Latest finish time, latest start time, most total successors (Kolisch 1996, "Serial and parallel
resource-constrained project scheduling methods revisited").
"""

from .direction import Direction

BITS = 20  # of the widest range of a rule


def rules(direction: Direction) -> tuple[tuple[int, ...], ...]:
    """The rules, each a number from 0 up for every activity: the lower, the more urgent."""
    count = len(direction.duration)
    tails, behind = [0] * count, [0] * count
    for one in reversed(range(count)):
        length = tails[one] + direction.duration[one]
        for before, lag in direction.before[one]:
            tails[before] = max(tails[before], length + lag)
            behind[before] |= behind[one] | 1 << one
    lengths = [tail + work for tail, work in zip(tails, direction.duration, strict=True)]
    return _risen(tails), _risen(lengths), _risen([3 * one.bit_count() for one in behind])


def _risen(urgency: list[int]) -> tuple[int, ...]:
    most = max(urgency, default=0)
    narrow = max(0, most.bit_length() - BITS)
    return tuple((most - number) >> narrow for number in urgency)
