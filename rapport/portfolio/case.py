"""Every open task of every running project as one case for levelling, as plain values."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from functools import cached_property

from rapport.engine.plan import Periods
from rapport.resourcing.own_hours import OwnHours

SLOT = 15  # minutes
WHOLE = 100  # of a person
SPARE_DAYS = 90
FURTHEST = 366 * 6


@dataclass(frozen=True, slots=True)
class Job:
    """A task as it stands in the plan: local moments, working minutes left, the share of a day."""

    pk: int
    start: datetime
    finish: datetime
    minutes: float
    share: int
    member: int | None
    stays: bool
    has_begun: bool = False
    due: date | None = None
    slack: int = 0
    project: int = 0
    # Who helps on it, and the share of their day that it takes.
    beside: tuple[tuple[int, int], ...] = ()

    @property
    def shares(self) -> dict[int, int]:
        """Everybody who works on it, with the share of their day that it takes."""
        own = {} if self.member is None or not self.share else {self.member: self.share}
        return dict(self.beside) | own

    def given_to(self, member: int) -> "Job":
        """The same in somebody's hands; who helped and is responsible now helps no more."""
        rest = tuple(one for one in self.beside if one[0] != member)
        return replace(self, member=member, beside=rest)


@dataclass(frozen=True, slots=True)
class Kept:
    """So many minutes of a person's weeks that are booked hard on a project, and the booking."""

    booking: int
    member: int
    project: int
    first: date
    last: date
    weekly_minutes: int


@dataclass(frozen=True, slots=True)
class Option:
    """Another way to do a task: working minutes, our work in them, what it costs on top."""

    way: int
    minutes: int
    work: int
    price: int
    is_ours: bool


@dataclass(frozen=True)
class Case:
    """Every open task of every running project, what waits for what, and who works when."""

    today: date
    jobs: Sequence[Job]
    links: Sequence[tuple[int, int]]
    hours: Callable[[int | None], OwnHours]
    # Moments before which the plans' own rules do not let a task begin.
    not_before: Mapping[int, datetime]
    kept: Sequence[Kept] = ()
    # By task that asks for skills, who has them all.
    able: Mapping[int, frozenset[int]] = field(default_factory=dict)
    # By task, the other ways in which it could be done.
    options: Mapping[int, Sequence[Option]] = field(default_factory=dict)
    # What was reckoned already of people's days; a case made from this one goes on with it.
    worked: dict[tuple[int | None, date], Periods] = field(default_factory=dict, compare=False)

    @cached_property
    def places(self) -> dict[int, int]:
        """Where each task stands among the jobs."""
        return {job.pk: place for place, job in enumerate(self.jobs)}

    @cached_property
    def origin(self) -> datetime:
        """The first slot: today at midnight."""
        return datetime.combine(self.today, time())

    @cached_property
    def members(self) -> list[int]:
        """Who has work, in a fixed order."""
        helpers = {member for job in self.jobs for member, _share in job.beside}
        return sorted(helpers | {job.member for job in self.jobs if job.member is not None})

    @cached_property
    def days(self) -> int:
        """How many days are looked at: as far as all the work of one after the other reaches."""
        work: dict[int | None, float] = defaultdict(float)
        for job in self.jobs:
            for member in {job.member, *job.shares}:
                work[member] += job.minutes
        ends = [*(job.finish.date() for job in self.jobs), *(one.last for one in self.kept)]
        longest = max(work.values(), default=0)
        reach = (max(ends, default=self.today) - self.today).days
        return min(FURTHEST, reach + SPARE_DAYS + int(longest / 60))

    def periods(self, member: int | None, day: date) -> Periods:
        """When somebody works on a day."""
        known = self.worked.get((member, day))
        if known is None:
            known = self.worked[member, day] = self.hours(member).periods(day)
        return known

    @cached_property
    def wished(self) -> list[date]:
        """The day on which each task begins where nothing moves. One on which others help may begin
        by the plan before the one responsible is there: this is no delay."""
        return [max(self.today, self._there(job)) for job in self.jobs]

    def _there(self, job: Job) -> date:
        day = job.start.date()
        if job.stays or not job.beside or not job.minutes:
            return day
        for _ in range(self.days):
            since = job.start.hour * 60 + job.start.minute if day == job.start.date() else 0
            if any(end - since >= SLOT for _begin, end in self.periods(job.member, day)):
                return day
            day += timedelta(days=1)
        return job.start.date()

    def slot(self, at: datetime) -> int:
        """The slot a moment is in; what is over is now."""
        return max(0, int((at - self.origin).total_seconds() // 60) // SLOT)

    def moment(self, slot: int) -> datetime:
        """When a slot begins."""
        return self.origin + timedelta(minutes=slot * SLOT)

    def day(self, slot: int) -> date:
        """The day a slot is in."""
        return self.moment(slot).date()
