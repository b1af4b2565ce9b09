"""Earned schedule: lateness in time, not in money.

Walt Lipke, "Schedule is Different", The Measurable News, March 2003. The index of value returns
to one on a project that ends late; the index of time does not.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from rapport.engine.earned_value.measures import Money


@dataclass(frozen=True, slots=True)
class EarnedSchedule:
    """Earned schedule `es` after `at` periods of a plan of `pd` periods."""

    es: float
    at: float
    pd: float

    @property
    def sv_t(self) -> float:
        """Schedule variance in periods: ES - AT (Lipke 2003)."""
        return self.es - self.at

    @property
    def spi_t(self) -> float | None:
        """Schedule performance index in time: ES / AT (Lipke 2003)."""
        return self.es / self.at if self.at else None

    @property
    def ieac_t(self) -> float | None:
        """The forecast duration in periods: PD / SPI(t) (Henderson 2004)."""
        return self.pd * self.at / self.es if self.es else None


def earned_schedule(ev: Money, curve: Sequence[Money]) -> float:
    """The period by which so much was to be earned.

    `curve` is the planned value cumulated up to the end of each period, from period 0 on. Within
    a period the curve is taken as straight: ES = C + (EV - PV(C)) / (PV(C+1) - PV(C)), where C is
    the last period whose planned value is earned. What is complete is worth the planned duration.
    """
    if ev >= curve[-1]:
        return float(planned_duration(curve))
    whole = bisect_right(curve, ev) - 1
    if whole < 0:
        return 0.0
    return whole + float(Decimal(ev - curve[whole]) / Decimal(curve[whole + 1] - curve[whole]))


def planned_duration(curve: Sequence[Money]) -> int:
    """The first period at whose end everything was to be done."""
    return next(period for period, planned in enumerate(curve) if planned >= curve[-1])


def at_period(ev: Money, curve: Sequence[Money], at: float) -> EarnedSchedule:
    """The earned schedule after `at` periods."""
    return EarnedSchedule(earned_schedule(ev, curve), at, planned_duration(curve))


def by_value(spi: Decimal | None, pd: float) -> float | None:
    """The forecast duration from the index of value, PD / SPI, to be held against IEAC(t)."""
    return pd / float(spi) if spi else None
