"""Proof by the solver, which is loaded when the first plan asks for it."""

from rapport.engine.when_asked import WhenAsked

from .problem import Answer, Problem

solver = WhenAsked("rapport.engine.levelling.solver")


def solve(
    problem: Problem, *, seconds: float, workers: int = 1, hint: Answer | None = None, seed: int = 0
) -> Answer | None:
    """The best answer the solver finds in so many seconds, as `solver.solve` promises it."""
    answer: Answer | None = solver.solve(
        problem, seconds=seconds, workers=workers, hint=hint, seed=seed
    )
    return answer
