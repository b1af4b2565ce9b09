"""PERT as it was first published: the expected length of the longest path and its deviation.

Malcolm, Roseboom, Clark and Fazar, "Application of a Technique for Research and Development
Program Evaluation", Operations Research 7(5), 1959. It looks at one path only and is therefore
too hopeful where paths compete; `simulate` is not. It is kept to be compared with.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from graphlib import TopologicalSorter
from math import sqrt


@dataclass(frozen=True, slots=True)
class ThreePoint:
    """An activity with its lowest, most likely and highest duration, in any unit."""

    uid: str
    low: float
    mode: float
    high: float
    predecessors: tuple[str, ...] = ()

    @property
    def expected(self) -> float:
        """(a + 4m + b) / 6."""
        return (self.low + 4 * self.mode + self.high) / 6

    @property
    def variance(self) -> float:
        """((b - a) / 6)²."""
        return ((self.high - self.low) / 6) ** 2


@dataclass(frozen=True, slots=True)
class LongestPath:
    """The longest path by expected durations; of several, the most uncertain."""

    path: tuple[str, ...]
    duration: float
    deviation: float


def longest_path(activities: Sequence[ThreePoint]) -> LongestPath:
    """The path that decides the end if every activity takes what is expected of it."""
    by_uid = {one.uid: one for one in activities}
    order = TopologicalSorter({one.uid: one.predecessors for one in activities}).static_order()
    best: dict[str, tuple[float, float, tuple[str, ...]]] = {}
    for uid in order:
        one = by_uid[uid]
        before = max((best[other] for other in one.predecessors), default=(0.0, 0.0, ()))
        duration, variance = before[0] + one.expected, before[1] + one.variance
        best[uid] = (duration, variance, (*before[2], uid))
    duration, variance, path = max(best.values(), default=(0.0, 0.0, ()))
    return LongestPath(path, duration, sqrt(variance))
