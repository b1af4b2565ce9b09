"""What comes out of a set of levelling problems, each answer re-checked, beside what is known."""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from rapport.engine.levelling.checker import broken
from rapport.engine.levelling.problem import Answer, Infeasible, Problem

Solver = Callable[[Problem], Answer | None]


@dataclass(frozen=True)
class Known:
    """The best makespan anybody found, and below which there is none; without both: infeasible."""

    most: int | None = None
    least: int | None = None


@dataclass(frozen=True)
class Verdict:
    """One problem: the answer, whether it was proved to have none, the rules that are broken."""

    case: str
    known: Known
    answer: Answer | None
    infeasible: bool
    wrong: tuple[str, ...]
    seconds: float
    cpu: float

    @property
    def gap(self) -> float:
        """How much longer than the best known; without an answer, all of it."""
        if self.known.most is None:
            return 0.0
        return self.answer.makespan / self.known.most - 1 if self.answer else 1.0

    @property
    def hit(self) -> bool:
        """Whether it is as good as the best known: no longer, or found to be infeasible."""
        return self.infeasible if self.known.most is None else self.gap <= 0

    @property
    def proved(self) -> bool:
        """Whether nothing is left to be found."""
        return self.infeasible or bool(self.answer and self.answer.proved)

    @property
    def false(self) -> bool:
        """Whether it contradicts what is known or breaks a rule."""
        if self.known.most is None:
            return bool(self.answer)
        if not self.answer:
            return self.infeasible
        low = self.known.least is not None and self.answer.makespan < self.known.least
        return bool(self.wrong) or low or self.answer.bound > self.known.most

    def __str__(self) -> str:
        known = (
            "infeasible" if self.known.most is None else f"{self.known.least}..{self.known.most}"
        )
        found = "infeasible" if self.infeasible else "nothing"
        if self.answer:
            found = f"{self.answer.bound}..{self.answer.makespan}"
        return (
            f"{self.case:16} known {known:10} found {found:10} gap {self.gap:6.2%} "
            f"{self.seconds:5.2f} s, cpu {self.cpu:5.2f} s {' '.join(self.wrong)}"
        )


def judge(case: str, problem: Problem, known: Known, solver: Solver) -> Verdict:
    """Solve one problem and hold the answer against what is known."""
    wall, cpu = time.monotonic(), time.process_time()
    answer, infeasible = None, False
    try:
        answer = solver(problem)
    except Infeasible:
        infeasible = True
    wall, cpu = time.monotonic() - wall, time.process_time() - cpu
    wrong = broken(problem, answer) if answer else ()
    return Verdict(case, known, answer, infeasible, wrong, wall, cpu)


def report(name: str, verdicts: Iterable[Verdict]) -> list[Verdict]:
    """Print every verdict that is not best and proved, then the figures of the set."""
    found = []
    for verdict in verdicts:
        found.append(verdict)
        if verdict.false or not (verdict.hit and verdict.proved):
            print(" FALSE" if verdict.false else "      ", verdict, flush=True)
    none = [one for one in found if one.known.most is None]
    some = [one for one in found if one.known.most is not None]
    print(
        f"{name}: {len(found)} problems, {sum(one.false for one in found)} false; "
        f"average gap {sum(one.gap for one in some) / max(len(some), 1):.3%}, "
        f"{sum(one.hit for one in some)} of {len(some)} hit, "
        f"{sum(one.proved for one in some)} proved, "
        f"{sum(one.hit for one in none)} of {len(none)} infeasible ones found; "
        f"worst {max(one.seconds for one in found):.2f} s, "
        f"cpu {sum(one.cpu for one in found):.1f} s in all"
    )
    return found
