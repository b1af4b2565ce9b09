"""Levelling with several modes: search and proof by turns, first briefly and then at length.

Search is far better at finding good answers where resources are scarce, the solver at finding
the last slot where they are not. What was found is the solver's hint and upper bound.
"""

from collections.abc import Callable
from dataclasses import replace

from .mode_search import search, searchable
from .problem import Answer, Problem
from .proof import solve

SPEED = 12_000_000  # activities placed in a second of one core
TURNS = ((0.05, 0.3), (0.65, 1.0))  # search until, prove until: shares of the time


def hybrid(
    problem: Problem,
    *,
    seconds: float,
    clock: Callable[[], float],
    workers: int = 1,
    seed: int = 0,
) -> Answer | None:
    """The best answer that so many seconds of `clock` suffice for, with its bound.

    Greatest lags are left to the solver alone, and so is everything where the search is not
    built. `None` means that the time did not suffice. Raises `Infeasible` when there is no answer.
    """
    if not searchable(problem):
        return solve(problem, seconds=seconds, workers=workers, seed=seed)
    begin, found = clock(), None
    for turn, (searched, proved) in enumerate(TURNS):
        until = begin + searched * seconds
        found = _better(found, _search(problem, clock, until, seed + turn))
        if found and found.proved:
            return found
        left = max(0.0, begin + proved * seconds - clock())
        found = solve(problem, seconds=left, workers=workers, hint=found, seed=seed)
        if found and found.proved:
            return found
    return found


def _search(problem: Problem, clock: Callable[[], float], until: float, seed: int) -> Answer | None:
    placed = max(0.0, until - clock()) * SPEED
    return search(
        problem,
        schedules=int(placed / len(problem.activities)),
        seed=seed,
        enough=lambda: clock() >= until,
    )


def _better(one: Answer | None, other: Answer | None) -> Answer | None:
    """The shorter of two answers with the higher of the bounds."""
    if not one or not other:
        return one or other
    best = min(one, other, key=lambda answer: answer.makespan)
    return replace(best, bound=max(one.bound, other.bound))
