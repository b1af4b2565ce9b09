"""Forward-backward improvement: shift everything late, then early again, and time is won.

Valls, Ballestin and Quintanilla (2005), "Justification and RCPSP: a technique that pays". Placed
as late as possible in the order of falling finishes and then as early as possible in the order
of starts, no schedule gets longer and most get shorter. It is repeated while that helps.
"""

from .direction import Directions
from .generation import NEVER, Schedule, generate


def improve(
    course: Directions, order: list[int], *, bound: int, worst: int
) -> tuple[Schedule, list[int], int]:
    """The schedule of an order made shorter, its activities by start, and the passes it took.

    One that is at the bound or longer than `worst` is worth no further pass.
    """
    found, passes = generate(course.forward, order), 1
    if found.last == NEVER:
        return found, order, passes
    while True:
        before = found.last
        late = generate(course.backward, turned(found), course.horizon - before)
        found = generate(course.forward, turned(late))
        passes += 2
        if found.last <= bound or found.last >= before or found.last > worst:
            return found, by_start(found), passes


def turned(schedule: Schedule) -> list[int]:
    """The order for the other direction: the latest finish first."""
    last = len(schedule.finish) - 1
    return sorted(range(last + 1), key=lambda one: -schedule.finish[last - one])


def by_start(schedule: Schedule) -> list[int]:
    """The activities by start; of equal ones predecessors first."""
    return sorted(range(len(schedule.start)), key=schedule.start.__getitem__)
