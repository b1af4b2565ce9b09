"""Date a plan even when tasks of it wait for each other."""

from collections.abc import Sequence
from dataclasses import replace

from rapport.engine.network import schedule
from rapport.engine.plan import CircularDependency, Link, Plan, Schedule

TRIES = 200


def schedule_anyway(plan: Plan) -> tuple[Schedule, tuple[str, ...]]:
    """The schedule, and the uids of the first circle when there is one.

    The dates are then those of the plan without the links that close its circles: the people see
    their plan and which tasks wait for each other.
    """
    first: tuple[str, ...] = ()
    for _ in range(TRIES):
        try:
            return schedule(plan), first
        except CircularDependency as circle:
            first = first or circle.uids
            plan = replace(plan, links=_opened(plan.links, circle.uids))
    return schedule(replace(plan, links=())), first


def _opened(links: tuple[Link, ...], circle: Sequence[str]) -> tuple[Link, ...]:
    """Without the link that closes the circle, else without all that touch it."""
    steps = list(zip(circle, [*circle[1:], circle[0]], strict=True))
    for step in reversed(steps):
        rest = tuple(link for link in links if (link.predecessor, link.successor) != step)
        if len(rest) < len(links):
            return rest
    members = set(circle)
    return tuple(
        link for link in links if link.predecessor not in members and link.successor not in members
    )
