"""The triangle of effort: work is duration times units. One is changed, one kept, one follows.

What follows when is Microsoft Project's table of task types, so that plans keep their meaning when
they come from there: with fixed units or fixed work the duration follows the work.
"""

from typing import Literal, NamedTuple

Kept = Literal["units", "work", "duration"]


class Effort(NamedTuple):
    """Working minutes from start to finish, and minutes of work in them."""

    duration: float
    work: float

    @property
    def units(self) -> float:
        """The share of the working time that goes into it; above 1 for more than one person."""
        return self.work / self.duration if self.duration else 0


def with_duration(effort: Effort, duration: float, kept: Kept) -> Effort:
    """It takes another time: with fixed work the units follow, else the work."""
    if kept == "work" or not effort.duration:
        return Effort(duration, effort.work)
    return Effort(duration, effort.units * duration)


def with_work(effort: Effort, work: float, kept: Kept) -> Effort:
    """It is other work: with fixed duration the units follow, else the duration."""
    if kept == "duration" or not effort.units:
        return Effort(effort.duration, work)
    return Effort(work / effort.units, work)


def with_units(effort: Effort, units: float, kept: Kept) -> Effort:
    """People give another share: with fixed duration the work follows, else the duration."""
    if kept == "duration" or not units or not effort.work:
        return Effort(effort.duration, effort.duration * units)
    return Effort(effort.work / units, effort.work)
