"""What has to move so that nobody is asked to be in two places: plans as a levelling problem.

Plain values in and out. Tasks are wished where the plan has them; nothing is begun sooner. A task
works in the hours of the person who does it and takes a share of them; what has begun and what is
tied to a date is placed first, then what is promised, then what has the least slack.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Literal, NamedTuple

from rapport.engine.levelling.bounds import bound
from rapport.engine.levelling.checker import broken
from rapport.engine.levelling.modes import worthwhile
from rapport.engine.levelling.problem import (
    Activity,
    Answer,
    Mode,
    Precedence,
    Problem,
    Resource,
)
from rapport.engine.levelling.stable import Wishes, stable
from rapport.engine.levelling.ways import horizon, ways
from rapport.engine.levelling.windows import windows
from rapport.engine.plan import Periods
from rapport.portfolio.booked import Days, holder, left_beside
from rapport.portfolio.case import SLOT, WHOLE, Case, Job

A_DAY = 1440
# Activities placed in all the orders that are tried, and the fewest and most orders.
PLACED, FEWEST, MOST = 60_000, 20, 300

Why = Literal["busy", "waits", "away", "booked", "late"]


class NotLevelled(Exception):  # noqa: N818 - reads as a sentence where it is raised
    """No order was found, or the answer found breaks a rule."""


class Reason(NamedTuple):
    """Why a task begins later: the task it waited for, or the booking that has the time; and
    whose time that is, where it is not that of the one responsible."""

    why: Why
    task: int | None = None
    booking: int | None = None
    helper: int | None = None


@dataclass(frozen=True)
class Repair:
    """When each task begins and ends at last, why it moved, and how far from the least all is."""

    case: Case
    problem: Problem
    answer: Answer
    finishes: tuple[int, ...]

    def start(self, pk: int) -> datetime:
        """When a task begins."""
        return self.case.moment(self.answer.starts[self.case.places[pk]])

    def moved(self) -> list[Job]:
        """Tasks that begin on a later day, the earliest first."""
        found = [job for job in self.case.jobs if not job.stays and self._later(job)]
        return sorted(found, key=lambda job: (self.start(job.pk), job.pk))

    def why(self, pk: int) -> Reason:
        """What it waited for last: another task of the person, one before it, or the person."""
        job = self.case.jobs[self.case.places[pk]]
        wished = self.case.slot(job.start)
        before, beside = self._last(self._before(pk)), self._last(self._beside(pk, wished))
        ends = [0 if one is None else self.finishes[one] for one in (before, beside)]
        booked = self._booked(job, max(wished, *ends))
        if booked is not None:
            return Reason("booked", booking=booked)
        if before is not None and ends[0] > wished and ends[0] >= ends[1]:
            return Reason("waits", self.case.jobs[before].pk)
        if beside is None:
            return Reason("away")
        other = self.case.jobs[beside]
        both = [one for one in job.shares if one in other.shares]
        return Reason("busy", other.pk, helper=None if job.member in both else both[0])

    @cached_property
    def _left(self) -> dict[tuple[int, int], Days]:
        return left_beside(self.case)

    def _booked(self, job: Job, since: int) -> int | None:
        """The booking that has the time which the person worked before it began."""
        if job.member is None or not (left := self._left.get((job.member, job.project))):
            return None
        day, until = self.case.day(since), self.start(job.pk).date()
        while day < until:
            own = self.case.periods(job.member, day)
            if own and own[-1][1] > _minute(self.case, since, day) and left.get(day, own) != own:
                return holder(self.case, (job.member, job.project), day)
            day += timedelta(days=1)
        return None

    def _last(self, places: Iterable[int]) -> int | None:
        return max(places, key=self.finishes.__getitem__, default=None)

    def _before(self, pk: int) -> Iterator[int]:
        return (self.case.places[one] for one, other in self.case.links if other == pk)

    def _beside(self, pk: int, wished: int) -> Iterator[int]:
        """What its people did since the task was wished to begin."""
        place = self.case.places[pk]
        people, start = self.case.jobs[place].shares.keys(), self.answer.starts[place]
        for other, job in enumerate(self.case.jobs):
            shares = not people.isdisjoint(job.shares)
            meets = self.answer.starts[other] < start and self.finishes[other] > wished
            if other != place and shares and meets:
                yield other

    def _later(self, job: Job) -> bool:
        return self.start(job.pk).date() > max(job.start.date(), self.case.today)


def repaired(case: Case, *, seed: int = 0) -> Repair:
    """The least that has to move. Raises `NotLevelled`."""
    problem = problem_of(case)
    least = bound(problem, windows(problem, ways(problem, worthwhile(problem), horizon(problem))))
    tries = max(FEWEST, min(MOST, PLACED // max(1, len(case.jobs))))
    found = stable(problem, Wishes(_urgency(case), _Cost(case), tries, seed), least)
    if found is None or broken(problem, found):
        raise NotLevelled
    return Repair(case, problem, found, _finishes(problem, found))


def tried(case: Case) -> Repair | None:
    """One look at a case, the urgent placed first: no search, no bound, not checked."""
    problem = problem_of(case)
    found = stable(problem, Wishes(_urgency(case), _Cost(case), tries=0), 0)
    if found is None:
        return None
    return Repair(case, problem, found, _finishes(problem, found))


def problem_of(case: Case) -> Problem:
    """The case in slots."""
    left = left_beside(case)
    calendars = [_calendar(case, member, {}) for member in (None, *case.members)]
    common = {member: number for number, member in enumerate((None, *case.members))}
    shorter = {pair: number for number, pair in enumerate(left, len(calendars))}
    calendars += [_calendar(case, member, days) for (member, _), days in left.items()]
    activities = tuple(
        _activity(case, job, common[job.member], shorter.get((job.member or 0, job.project)))
        for job in case.jobs
    )
    rules = tuple(
        Precedence(case.places[before], case.places[after])
        for before, after in case.links
        if before in case.places and after in case.places
    )
    people = tuple(Resource(WHOLE) for _ in case.members)
    return Problem(activities, rules, people, calendars=tuple(calendars))


def _activity(case: Case, job: Job, number: int, calendar: int | None) -> Activity:
    """A task in the hours of a person, or in those that bookings elsewhere leave of them."""
    demand = [0] * len(case.members)
    if number:
        demand[number - 1] = job.share
    for member, share in job.beside:
        demand[case.members.index(member)] = share
    length = -(-round(job.minutes) // SLOT)
    asked = case.not_before.get(job.pk, case.origin)
    release = max(case.slot(job.start), case.slot(asked), 0)
    if job.has_begun:
        release = 0
    where = number if calendar is None else calendar
    return Activity((Mode(length, tuple(demand)),), release, where if length else None)


def _calendar(case: Case, member: int | None, left: Days) -> tuple[tuple[int, int], ...]:
    """Working time in slots, from today on; on some days only what is left of it."""
    periods = []
    for number in range(case.days):
        day, first = case.today + timedelta(days=number), number * A_DAY
        there: Periods = left[day] if day in left else case.periods(member, day)
        for start, end in there:
            begin, stop = -(-(first + start) // SLOT), (first + end) // SLOT
            if begin < stop:
                periods.append((begin, stop))
    return tuple(periods)


def _urgency(case: Case) -> tuple[int, ...]:
    """Who is placed first, as ranks."""
    due = _inherited(case)
    keys = [
        (
            0 if job.has_begun else 1 if job.stays else 2,
            due.get(job.pk, date.max),
            job.start,
            job.slack,
            job.pk,
        )
        for job in case.jobs
    ]
    ranks = {key: rank for rank, key in enumerate(sorted(keys))}
    return tuple(ranks[key] for key in keys)


def _inherited(case: Case) -> dict[int, date]:
    """By when each task is due: what a task waits for is due no later than the task itself."""
    due = {job.pk: job.due for job in case.jobs if job.due}
    before: dict[int, list[int]] = defaultdict(list)
    for first, second in case.links:
        before[second].append(first)
    waiting = list(due)
    while waiting:
        pk = waiting.pop()
        for first in before[pk]:
            if due[pk] < due.get(first, date.max):
                due[first] = due[pk]
                waiting.append(first)
    return due


@dataclass(frozen=True, slots=True)
class _Cost:
    """What the engine is to spare, as `measured`; nothing where nothing moves."""

    case: Case

    def __call__(self, starts: Sequence[int], finishes: Sequence[int]) -> tuple[float, ...]:
        disturbed, late, moved, by = measured(self.case, starts, finishes)
        return (disturbed, late, moved, by) if moved or disturbed else (0,)


def measured(
    case: Case, starts: Sequence[int], finishes: Sequence[int]
) -> tuple[int, int, int, int]:
    """Days by which what should stay does not, then those that what is due comes late, then how
    many tasks move, then by how many days in all."""
    disturbed, late, moved, by = 0, 0, 0, 0
    for job, start, finish in zip(case.jobs, starts, finishes, strict=True):
        days = (case.day(start) - max(case.today, job.start.date())).days
        if job.stays:
            disturbed += days
            continue
        if job.due:
            late += max(0, (case.day(max(0, finish - 1)) - job.due).days)
        if days > 0:
            moved, by = moved + 1, by + days
    return disturbed, late, moved, by


def _minute(case: Case, slot: int, day: date) -> int:
    """The minute of a day that a slot begins with; the first where it is of a day before."""
    at = case.moment(slot)
    return at.hour * 60 + at.minute if at.date() == day else 0


def _finishes(problem: Problem, answer: Answer) -> tuple[int, ...]:
    found = []
    for activity, start in zip(problem.activities, answer.starts, strict=True):
        left, finish = activity.modes[0].duration, start
        if activity.calendar is None or not left:
            found.append(start + left)
            continue
        for begin, end in problem.calendars[activity.calendar]:
            worked = min(end, max(begin, start) + left) - max(begin, start)
            if worked > 0:
                left, finish = left - worked, max(begin, start) + worked
            if not left:
                break
        found.append(finish)
    return tuple(found)
