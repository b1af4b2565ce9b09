"""S-curves: planned value, earned value and actual cost, by period and by branch of the WBS."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Protocol, TypeVar

from rapport.engine.earned_value.earned_schedule import EarnedSchedule, at_period
from rapport.engine.earned_value.measures import Measures, Money

HUNDRED = Decimal(100)
WHOLE = ""  # the branch that is the whole project


class WorkingTime(Protocol):
    """What is asked of a calendar."""

    def minutes_between(self, start: datetime, finish: datetime, /) -> float:
        """Working minutes from start to finish."""


@dataclass(frozen=True, slots=True)
class WorkPackage:
    """Work of the baseline: its place in the WBS ("1.2.3"), its budget and when it is done."""

    uid: str
    wbs: str
    budget: Money
    start: datetime
    finish: datetime


@dataclass(frozen=True, slots=True)
class Progress:
    """So many per cent of a work package were done at a moment."""

    uid: str
    at: datetime
    percent: Decimal


@dataclass(frozen=True, slots=True)
class Expense:
    """So much was spent on a work package at a moment."""

    uid: str
    at: datetime
    amount: Money


@dataclass(frozen=True, slots=True)
class Curves:
    """Values of one branch cumulated up to the end of each period, period 0 being the start.

    `earned` and `spent` stop at the last period that has begun to be reported.
    """

    ends: tuple[datetime, ...]
    planned: tuple[Money, ...]
    earned: tuple[Money, ...]
    spent: tuple[Money, ...]

    @property
    def budget(self) -> Money:
        """The budget at completion."""
        return self.planned[-1]

    def measures(self, period: int) -> Measures:
        """The measures at the end of a reported period."""
        return Measures(self.planned[period], self.earned[period], self.spent[period], self.budget)

    def schedule(self, period: int) -> EarnedSchedule:
        """The earned schedule at the end of a reported period."""
        return at_period(self.earned[period], self.planned, period)


@dataclass(frozen=True, slots=True)
class Record:
    """Everything that was planned, reported and spent."""

    packages: tuple[WorkPackage, ...]
    progress: tuple[Progress, ...] = ()
    expenses: tuple[Expense, ...] = ()


def curves(
    record: Record, ends: Sequence[datetime], now: datetime, calendar: WorkingTime
) -> dict[str, Curves]:
    """The curves of every branch of the WBS, the whole under "".

    `ends` are the ends of the periods, the first the project's start and the last no earlier
    than the last planned finish. Planned value accrues evenly over working time. A report counts
    from the moment it was made; the last one stands.
    """
    reported = [end for end in ends if end <= now]
    progress, spent = _by_uid(record.progress), _by_uid(record.expenses)
    branches: dict[str, list[WorkPackage]] = {}
    for package in record.packages:
        for branch in branches_of(package.wbs):
            branches.setdefault(branch, []).append(package)
    return {
        branch: Curves(
            tuple(ends),
            tuple(_total(planned_value(one, end, calendar) for one in packages) for end in ends),
            tuple(_total(_earned(one, progress, end) for one in packages) for end in reported),
            tuple(_total(_spent(one, spent, end) for one in packages) for end in reported),
        )
        for branch, packages in branches.items()
    }


def branches_of(wbs: str) -> Iterator[str]:
    """The whole, and every branch a place in the WBS is in: "1.2" is in "", "1" and "1.2"."""
    yield WHOLE
    parts = wbs.split(".") if wbs else []
    for depth in range(1, len(parts) + 1):
        yield ".".join(parts[:depth])


def planned_value(package: WorkPackage, at: datetime, calendar: WorkingTime) -> Money:
    """The budget of what was to be done by a moment, even over working time."""
    if at >= package.finish:
        return package.budget
    if at <= package.start:
        return Decimal(0)
    whole = calendar.minutes_between(package.start, package.finish)
    done = calendar.minutes_between(package.start, at)
    return package.budget * Decimal(done) / Decimal(whole) if whole else Decimal(0)


def _earned(package: WorkPackage, progress: Mapping[str, list[Progress]], at: datetime) -> Money:
    known = [one for one in progress.get(package.uid, ()) if one.at <= at]
    last = max(known, key=lambda one: one.at, default=None)
    return package.budget * last.percent / HUNDRED if last else Decimal(0)


def _spent(package: WorkPackage, spent: Mapping[str, list[Expense]], at: datetime) -> Money:
    return _total(one.amount for one in spent.get(package.uid, ()) if one.at <= at)


def _total(amounts: Iterable[Money]) -> Money:
    return sum(amounts, Decimal(0))


class _Dated(Protocol):
    @property
    def uid(self) -> str: ...


Dated = TypeVar("Dated", bound=_Dated)


def _by_uid(records: Iterable[Dated]) -> dict[str, list[Dated]]:
    found: dict[str, list[Dated]] = {}
    for one in records:
        found.setdefault(one.uid, []).append(one)
    return found
