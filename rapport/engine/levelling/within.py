"""The best answer within so many seconds: search first, then proof.

Search finds good answers at once, the solver closes small plans and small gaps: what search
found is its hint and upper bound. On large plans far from their bound the solver proves nothing
in any reasonable time, and the search goes on instead. Several modes are `hybrid`'s.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from .hybrid import hybrid
from .level import level, one_mode
from .native import kernel
from .problem import Answer, Problem
from .proof import solve

COMPILED, PYTHON = 20_000_000, 200_000  # activities placed in a second of one core
SMALL = 64  # activities of a plan
NEAR = 0.05  # of the bound: a small gap
# Of the time: the search of a small plan, the first look at a large one, the proof of a small gap.
SEARCH, LOOK, PROOF = 0.15, 0.05, 0.5


@dataclass(frozen=True, slots=True)
class Means:
    """What an answer may take: cores, and a clock that tells seconds."""

    clock: Callable[[], float]
    cores: int = 1
    seed: int = 0


def within(problem: Problem, seconds: float, means: Means) -> Answer | None:
    """The best answer that so many seconds suffice for, with its bound.

    `None` means that they suffice for none. Raises `Infeasible` when there is no answer.
    """
    end = means.clock() + seconds
    if not one_mode(problem):
        return hybrid(
            problem, seconds=seconds, clock=means.clock, workers=means.cores, seed=means.seed
        )
    small = len(problem.activities) <= SMALL
    found = _searched(problem, seconds * (SEARCH if small else LOOK), means)
    if small or not found or found.proved:
        return _proved(problem, found, end, means)
    near = found.makespan <= found.bound * (1 + NEAR)
    left = end - means.clock() - (seconds * PROOF if near else 0)
    again = _searched(problem, left, replace(means, seed=means.seed + means.cores))
    found = min(found, again or found, key=lambda one: one.makespan)
    return _proved(problem, found, end, means) if near else found


def _proved(problem: Problem, found: Answer | None, end: float, means: Means) -> Answer | None:
    if found and found.proved:
        return found
    left = max(0.0, end - means.clock())
    answer = solve(problem, seconds=left, workers=means.cores, hint=found, seed=means.seed)
    if not answer or not found:
        return answer or found
    return replace(answer, bound=max(answer.bound, found.bound))


def _searched(problem: Problem, seconds: float, means: Means) -> Answer | None:
    end = means.clock() + seconds
    placed = seconds * means.cores * (COMPILED if kernel() else PYTHON)
    return level(
        problem,
        schedules=int(placed / max(1, len(problem.activities))),
        seed=means.seed,
        searches=means.cores,
        enough=lambda: means.clock() >= end,
    )
