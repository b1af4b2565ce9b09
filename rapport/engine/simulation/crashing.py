"""Crashing: the cheapest way to finish by a time when activities can be shortened for money.

The linear programme of Fulkerson, "A Network Flow Computation for Project Cost Curves",
Management Science 7(2), 1961, and Kelley, "Critical-Path Planning and Scheduling", Operations
Research 9(3), 1961.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from rapport.engine.when_asked import WhenAsked

pywraplp = WhenAsked("ortools.linear_solver.pywraplp")


@dataclass(frozen=True, slots=True)
class Crashable:
    """An activity that takes `duration`, or down to `shortest` at `price` for each unit saved."""

    uid: str
    duration: float
    shortest: float
    price: float
    predecessors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Crash:
    """The least cost of a finish, and by how much each activity is shortened for it."""

    cost: float
    savings: dict[str, float]


def crash(activities: Sequence[Crashable], target: float) -> Crash | None:
    """The cheapest shortening that finishes by `target`; `None` when nothing does."""
    solver = pywraplp.Solver.CreateSolver("GLOP")
    saved = {
        one.uid: solver.NumVar(0, max(one.duration - one.shortest, 0), one.uid)
        for one in activities
    }
    finish = {one.uid: solver.NumVar(0, target, f"finish of {one.uid}") for one in activities}
    for one in activities:
        length = one.duration - saved[one.uid]
        solver.Add(finish[one.uid] >= length)
        for before in one.predecessors:
            solver.Add(finish[one.uid] >= finish[before] + length)
    solver.Minimize(sum(one.price * saved[one.uid] for one in activities))
    if solver.Solve() != pywraplp.Solver.OPTIMAL:
        return None
    found = {uid: variable.solution_value() for uid, variable in saved.items()}
    return Crash(solver.Objective().Value(), found)
