"""What comes out of a set of levelling problems, each answer re-checked, beside what is known."""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from bench.instances import Damaged, Row
from rapport.engine.levelling.checker import broken
from rapport.engine.levelling.problem import Answer, Infeasible, Problem

Solver = Callable[[Problem], Answer | None]
Reader = Callable[[], Problem]


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
    seconds: float = 0.0
    cpu: float = 0.0
    # Why the file could not be read; then nothing was solved.
    damaged: str = ""

    @property
    def gap(self) -> float:
        """How much longer than the best known; without an answer, all of it."""
        if self.known.most is None:
            return 0.0
        return self.answer.makespan / self.known.most - 1 if self.answer else 1.0

    @property
    def hit(self) -> bool:
        """Whether it is as good as the best known: no longer, or found to be infeasible."""
        if self.damaged:
            return False
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
        if self.damaged:
            return f"{self.case:16} cannot be read: {self.damaged}"
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


def best_known(rows: Iterable[Row]) -> dict[str, Known]:
    """What a table says of each instance; a row without a length says nothing."""
    return {
        row["instance"]: Known(int(most), int(least) if least.isdigit() else None)
        for row in rows
        for most, least in [(row["best_known_ub"].strip(), row["best_known_lb"].strip())]
        if most.isdigit()
    }


def judge(case: str, read: Reader, known: Known | None, solver: Solver) -> Verdict:
    """Read and solve one problem, and hold the answer against what is known, or against itself
    where nothing is. A damaged file is a verdict too, and stops none of the others."""
    try:
        problem = read()
    except (Damaged, LookupError, ValueError) as error:
        return Verdict(case, known or Known(), None, False, (), damaged=_said(error))
    wall, cpu = time.monotonic(), time.process_time()
    answer, infeasible = None, False
    try:
        answer = solver(problem)
    except Infeasible:
        infeasible = True
    wall, cpu = time.monotonic() - wall, time.process_time() - cpu
    wrong = broken(problem, answer) if answer else ()
    if known is None:
        known = Known(answer.makespan) if answer else Known()
    return Verdict(case, known, answer, infeasible, wrong, wall, cpu)


def _said(error: Exception) -> str:
    return str(error) if isinstance(error, Damaged) else "it is no whole problem of its format"


def report(name: str, verdicts: Iterable[Verdict]) -> list[Verdict]:
    """Print every verdict that is not best and proved, then the figures of the set."""
    found = []
    for verdict in verdicts:
        found.append(verdict)
        if verdict.false or not (verdict.hit and verdict.proved):
            print(" FALSE" if verdict.false else "      ", verdict, flush=True)
    read = [one for one in found if not one.damaged]
    none = [one for one in read if one.known.most is None]
    some = [one for one in read if one.known.most is not None]
    damaged = f", {len(found) - len(read)} more that cannot be read" if read != found else ""
    print(
        f"{name}: {len(read)} problems{damaged}, {sum(one.false for one in read)} false; "
        f"average gap {sum(one.gap for one in some) / max(len(some), 1):.3%}, "
        f"{sum(one.hit for one in some)} of {len(some)} hit, "
        f"{sum(one.proved for one in some)} proved, "
        f"{sum(one.hit for one in none)} of {len(none)} infeasible ones found; "
        f"worst {max((one.seconds for one in read), default=0.0):.2f} s, "
        f"cpu {sum(one.cpu for one in read):.1f} s in all"
    )
    return found
