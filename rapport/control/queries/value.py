"""Earned value of a project: by branch of the outline, by period, and where it leads."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from math import ceil

from rapport.control.queries.ledger import GONE, NO_TASK, Ledger, ledger_of
from rapport.engine.earned_value.curves import WHOLE, Curves, curves
from rapport.engine.earned_value.earned_schedule import EarnedSchedule, at_period, by_value
from rapport.engine.earned_value.measures import Measures
from rapport.planning.models import Baseline
from rapport.projects.models import Project

A_DAY, WEEK, AN_INSTANT = timedelta(days=1), timedelta(weeks=1), timedelta(microseconds=1)
MOST_PERIODS = 60
STEPS = (1, 2, 4, 13, 52, 520)  # weeks
# Before so much is done, one late task makes an index of anything.
TELLING = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class Branch:
    """One place of the outline; `number` is the task's, none for what is no task of the plan."""

    wbs: str
    name: str
    number: int | None
    measures: Measures

    @property
    def level(self) -> int:
        """How deep it stands."""
        return self.wbs.count(".")


@dataclass(frozen=True, slots=True)
class Period:
    """The state at the end of a period's last day, or now."""

    end: date
    measures: Measures
    spi_t: float | None


@dataclass(frozen=True, slots=True)
class EarnedValue:
    """What a page shows. Amounts are minutes of work; `whole` are the curves of everything."""

    ledger: Ledger
    at: datetime
    ends: tuple[datetime, ...]
    whole: Curves
    now: Measures
    schedule: EarnedSchedule
    branches: list[Branch]
    step: timedelta

    @property
    def is_early(self) -> bool:
        """Whether too little is done for a pace."""
        return self.now.ev < self.now.bac * TELLING

    @property
    def forecast(self) -> date | None:
        """The day it ends at the pace of the earned schedule; none while nothing is done."""
        return self._late(self.schedule.ieac_t)

    @property
    def forecast_by_value(self) -> date | None:
        """The day it ends by the index of value."""
        return self._late(by_value(self.now.spi, self.schedule.pd))

    def _late(self, periods: float | None) -> date | None:
        if periods is None or periods > MOST_PERIODS * STEPS[-1]:
            return None
        finish = self.ledger.finish + (periods - self.schedule.pd) * self.step
        return (self.at if self.ledger.is_done else max(finish, self.at)).date()

    @property
    def anew(self) -> Decimal:
        """The estimate at completion with the rest as today's plan has it."""
        return self.now.eac_anew(Decimal(self.ledger.rest))

    @property
    def estimates(self) -> list[tuple[str, Decimal | None]]:
        """The four estimates at completion, by what they assume of the rest."""
        found = self.now
        return [
            ("as_planned", found.eac_as_planned),
            ("as_so_far", found.eac_as_so_far),
            ("hurried", found.eac_hurried),
            ("anew", self.anew),
        ]

    @property
    def periods(self) -> list[Period]:
        """Each period that has passed, and the one that is running as far as it is."""
        passed = [
            Period((end - A_DAY).date(), self.whole.measures(at), self.whole.schedule(at).spi_t)
            for at, end in enumerate(self.ends[: len(self.whole.earned)])
            if at
        ]
        if self.at > self.ends[len(self.whole.earned) - 1]:
            today = (self.at - AN_INSTANT).date()  # the last hour of a day ends at midnight
            passed.append(Period(today, self.now, self.schedule.spi_t))
        return passed


def earned_value_of(project: Project, baseline: Baseline, now: datetime) -> EarnedValue:
    """The earned value as of a local moment; of a project that is done, when it was."""
    ledger = ledger_of(project, baseline, now)
    last = max(ledger.finish, ledger.last or ledger.finish)
    at = max(ledger.start, min(now, last) if ledger.is_done else now)
    ends, step = periods_of(ledger.start, max(ledger.finish, at))
    calendar = ledger.frame.calendar()
    all_in_one = replace(
        ledger.record, packages=tuple(replace(one, wbs=WHOLE) for one in ledger.record.packages)
    )
    whole = curves(all_in_one, ends, at, calendar)[WHOLE]
    moments = sorted({ledger.start, at, max(ledger.finish, at)})
    place = moments.index(at)
    found = curves(ledger.record, moments, at, calendar)
    return EarnedValue(
        ledger,
        at,
        ends,
        whole,
        found[WHOLE].measures(place),
        at_period(found[WHOLE].earned[place], whole.planned, _passed(ledger, ends, at)),
        _branches(ledger, {wbs: one.measures(place) for wbs, one in found.items()}),
        step,
    )


def periods_of(start: datetime, through: datetime) -> tuple[tuple[datetime, ...], timedelta]:
    """The ends of equal periods of whole weeks, the first being the morning of the start."""
    first = datetime.combine(start.date(), time())
    weeks = max(1, ceil((through - first) / WEEK))
    size = next(size for size in STEPS if weeks <= size * MOST_PERIODS)
    step = size * WEEK
    return tuple(first + n * step for n in range(ceil(weeks / size) + 1)), step


def _passed(ledger: Ledger, ends: Sequence[datetime], at: datetime) -> float:
    """How many periods have passed: of the one that is running, as much as was working time."""
    whole = sum(end <= at for end in ends) - 1
    if at == ends[whole] or whole + 1 >= len(ends):
        return float(whole)
    between = ledger.frame.calendar().minutes_between
    long = between(ends[whole], ends[whole + 1])
    return whole + (between(ends[whole], at) / long if long else 0.0)


def _branches(ledger: Ledger, found: dict[str, Measures]) -> list[Branch]:
    """In the order of the outline; then what is gone, then the hours of no task."""
    listed = sorted(
        (wbs for wbs in found if wbs in ledger.named),
        key=lambda wbs: [int(part) for part in wbs.split(".")],
    )
    branches = [Branch(wbs, *ledger.named[wbs], found[wbs]) for wbs in listed]
    beside = [Branch(place, "", None, found[place]) for place in (GONE, NO_TASK) if place in found]
    return [one for one in (*branches, *beside) if one.measures.bac or one.measures.ac]
