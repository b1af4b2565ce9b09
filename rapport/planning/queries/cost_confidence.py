"""What a project may cost, with what confidence, and how sure a day and a budget are together."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

ALL = 100


@dataclass(frozen=True, slots=True)
class CostConfidence:
    """Amounts that evenly rising shares of the runs do not exceed, in minor units.

    `ranks` are runs in the order of their finish: how many of the amounts each exceeds.
    """

    amounts: Sequence[int]
    ranks: Sequence[int]

    def amount(self, percent: int) -> int:
        """What so many percent of the runs do not exceed."""
        return self.amounts[round(percent * (len(self.amounts) + 1) / ALL) - 1]

    @property
    def early(self) -> int:
        """Enough in half of the runs."""
        return self.amount(50)

    @property
    def likely(self) -> int:
        """Enough in eight of ten runs."""
        return self.amount(80)

    @property
    def safe(self) -> int:
        """Enough in nineteen of twenty."""
        return self.amount(95)

    @property
    def is_certain(self) -> bool:
        """Whether it is the same in all runs."""
        return self.amounts[0] == self.amounts[-1]

    def chance(self, budget: int) -> int:
        """Percent of the runs for which a budget is enough, between 1 and 99."""
        return _percent(bisect_right(self.amounts, budget) / (len(self.amounts) + 1))

    def joint(self, done: int, budget: int) -> int:
        """Percent of the runs that are among so many hundredths which finish first, and for which
        a budget is enough, between 1 and 99."""
        enough = bisect_right(self.amounts, budget)
        if enough == len(self.amounts):
            enough += 1
        share = 1 if done == ALL - 1 else done / ALL
        early = self.ranks[: round(len(self.ranks) * share)]
        return _percent(sum(rank < enough for rank in early) / len(self.ranks))


def _percent(share: float) -> int:
    return min(max(round(ALL * share), 1), ALL - 1)
