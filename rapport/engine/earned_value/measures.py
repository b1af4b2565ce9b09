"""Variances, indices and forecasts of one moment.

The definitions are those of ANSI/EIA-748 and of the Project Management Institute's Practice
Standard for Earned Value Management (2011); the names of the fields are the usual abbreviations.
"""

from dataclasses import dataclass
from decimal import Decimal

Money = Decimal


@dataclass(frozen=True, slots=True)
class Measures:
    """Planned value, earned value, actual cost and budget at completion, cumulated up to now.

    Money is Decimal in any unit, minor ones included, the same for all. What would be divided by
    nothing is `None`: an index of which nothing can be said yet.
    """

    pv: Money
    ev: Money
    ac: Money
    bac: Money

    @property
    def sv(self) -> Money:
        """Schedule variance: value earned more than planned."""
        return self.ev - self.pv

    @property
    def cv(self) -> Money:
        """Cost variance: value earned more than spent."""
        return self.ev - self.ac

    @property
    def spi(self) -> Decimal | None:
        """Schedule performance index, in value."""
        return ratio(self.ev, self.pv)

    @property
    def cpi(self) -> Decimal | None:
        """Cost performance index."""
        return ratio(self.ev, self.ac)

    @property
    def eac_as_so_far(self) -> Money | None:
        """Estimate at completion when the rest costs as so far: BAC / CPI."""
        return ratio(self.bac * self.ac, self.ev)

    @property
    def eac_as_planned(self) -> Money:
        """Estimate at completion when the rest costs as planned: AC + (BAC - EV)."""
        return self.ac + self.left

    @property
    def eac_hurried(self) -> Money | None:
        """Estimate at completion when lost time is paid for: AC + (BAC - EV) / (CPI · SPI)."""
        rest = ratio(self.left * self.ac * self.pv, self.ev * self.ev)
        return None if rest is None else self.ac + rest

    def eac_anew(self, etc: Money) -> Money:
        """Estimate at completion from a new estimate of the rest: AC + ETC."""
        return self.ac + etc

    @property
    def left(self) -> Money:
        """The budget of the work that is left: BAC - EV."""
        return self.bac - self.ev

    def etc(self, eac: Money | None) -> Money | None:
        """Estimate to complete, under one of the estimates at completion."""
        return None if eac is None else eac - self.ac

    def vac(self, eac: Money | None) -> Money | None:
        """Variance at completion, under one of the estimates at completion."""
        return None if eac is None else self.bac - eac

    @property
    def tcpi_budget(self) -> Decimal | None:
        """The index the rest must reach to keep the budget: (BAC - EV) / (BAC - AC)."""
        return ratio(self.left, self.bac - self.ac)

    def tcpi_estimate(self, eac: Money | None) -> Decimal | None:
        """The index the rest must reach to keep an estimate: (BAC - EV) / (EAC - AC)."""
        return None if eac is None else ratio(self.left, eac - self.ac)


def ratio(part: Decimal, whole: Decimal) -> Decimal | None:
    """A quotient, or `None` when there is nothing to divide by."""
    return part / whole if whole else None
