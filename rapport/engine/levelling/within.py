"""The best answer within so many seconds: search first, then proof.

Search finds good answers at once, the solver closes small plans and small gaps: what search
found is its hint and upper bound. On large plans far from their bound the solver proves nothing
in any reasonable time, and the search goes on instead.
"""

from collections.abc import Callable
from dataclasses import dataclass

from .level import level, one_mode
from .native import kernel
from .problem import Answer, Problem
from .solver import solve

COMPILED, PYTHON = 20_000_000, 200_000  # activities placed in a second of one core
SHARE = 0.15  # of the time that the first search takes
CLOSABLE = 64  # activities: a small plan
NEAR = 0.02  # of the bound: a small gap


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
        return solve(problem, seconds=seconds, workers=means.cores, seed=means.seed)
    found = _searched(problem, seconds * SHARE, means)
    if found and found.proved:
        return found
    if found and not _closable(problem, found):
        better = _searched(problem, end - means.clock(), means)
        return min(found, better or found, key=lambda one: one.makespan)
    left = max(0.0, end - means.clock())
    return solve(problem, seconds=left, workers=means.cores, hint=found, seed=means.seed)


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


def _closable(problem: Problem, found: Answer) -> bool:
    small = len(problem.activities) <= CLOSABLE
    return small or found.makespan <= found.bound * (1 + NEAR)
