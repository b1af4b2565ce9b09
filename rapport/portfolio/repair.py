"""What has to move so that nobody is asked to be in two places: plans as a levelling problem.

Plain values in and out. Tasks are wished where the plan has them; nothing is begun sooner.
Everybody on a task works in their own hours, as long as it takes, and gives it a share of them;
helpers begin with the one responsible, and it is done when the last of them is. What has begun and
what is tied to a date is placed first, then what is promised, then what has the least slack.
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
    Together,
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
        for member in dict.fromkeys((job.member, *job.shares)):
            booked = self._booked(job, member, max(wished, *ends))
            if booked is not None:
                helper = None if member == job.member else member
                return Reason("booked", booking=booked, helper=helper)
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

    def _booked(self, job: Job, member: int | None, since: int) -> int | None:
        """The booking that has the time which somebody on it worked before it began."""
        if member is None or not (left := self._left.get((member, job.project))):
            return None
        day, until = self.case.day(since), self.start(job.pk).date()
        while day < until:
            own = self.case.periods(member, day)
            if own and own[-1][1] > _minute(self.case, since, day) and left.get(day, own) != own:
                return holder(self.case, (member, job.project), day)
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
        return self.start(job.pk).date() > self.case.wished[self.case.places[job.pk]]


def repaired(case: Case, *, seed: int = 0) -> Repair:
    """The least that has to move. Raises `NotLevelled`."""
    problem = problem_of(case)
    least = bound(problem, windows(problem, ways(problem, worthwhile(problem), horizon(problem))))
    tries = max(FEWEST, min(MOST, PLACED // max(1, len(problem.activities))))
    found = stable(problem, _wishes(case, problem, tries, seed), least)
    if found is None or broken(problem, found):
        raise NotLevelled
    return Repair(case, problem, found, _done(problem, _finishes(problem, found)))


def tried(case: Case) -> Repair | None:
    """One look at a case, the urgent placed first: no search, no bound, not checked."""
    problem = problem_of(case)
    found = stable(problem, _wishes(case, problem, tries=0), 0)
    if found is None:
        return None
    return Repair(case, problem, found, _done(problem, _finishes(problem, found)))


def _wishes(case: Case, problem: Problem, tries: int, seed: int = 0) -> Wishes:
    """What a task's helpers do is as urgent as the task."""
    urgency = _urgency(case)
    theirs = (urgency[rule.leader] for rule in problem.together)
    return Wishes((*urgency, *theirs), _Cost(case, problem), tries, seed)


def problem_of(case: Case) -> Problem:
    """The case in slots."""
    left = left_beside(case)
    calendars = [_calendar(case, member, {}) for member in (None, *case.members)]
    common = {member: number for number, member in enumerate((None, *case.members))}
    shorter = {pair: number for number, pair in enumerate(left, len(calendars))}
    calendars += [_calendar(case, member, days) for (member, _), days in left.items()]
    activities = [
        _activity(case, job, (common[job.member], job.share if job.member else 0),
                  shorter.get((job.member or 0, job.project)))
        for job in case.jobs
    ]  # fmt: skip
    together = []
    for place, job in enumerate(case.jobs):
        for member, share in job.beside if activities[place].calendar is not None else ():
            together.append(Together(place, len(activities), common[member]))
            part = (common[member], share)
            activities.append(_activity(case, job, part, shorter.get((member, job.project))))
    people = tuple(Resource(WHOLE) for _ in case.members)
    rules = tuple(_rules(case, together))
    return Problem(
        tuple(activities), rules, people, calendars=tuple(calendars), together=tuple(together)
    )


def _rules(case: Case, together: Sequence[Together]) -> Iterator[Precedence]:
    """What waits for a task waits for everybody on it."""
    parts: dict[int, list[int]] = defaultdict(list)
    for rule in together:
        parts[rule.leader].append(rule.part)
    for before, after in case.links:
        if before in case.places and after in case.places:
            first = case.places[before]
            for one in (first, *parts[first]):
                yield Precedence(one, case.places[after])


def _activity(case: Case, job: Job, part: tuple[int, int], calendar: int | None) -> Activity:
    """What a person, by their number, gives of their day to a task, in their hours or in those
    that bookings elsewhere leave of them."""
    number, share = part
    demand = [0] * len(case.members)
    if number:
        demand[number - 1] = share
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
    problem: Problem

    def __call__(self, starts: Sequence[int], finishes: Sequence[int]) -> tuple[float, ...]:
        disturbed, late, moved, by = measured(self.case, starts, _done(self.problem, finishes))
        return (disturbed, late, moved, by) if moved or disturbed else (0,)


def measured(
    case: Case, starts: Sequence[int], finishes: Sequence[int]
) -> tuple[int, int, int, int]:
    """Days by which what should stay does not, then those that what is due comes late, then how
    many tasks move, then by how many days in all."""
    disturbed, late, moved, by = 0, 0, 0, 0
    for job, wish, start, finish in zip(case.jobs, case.wished, starts, finishes, strict=False):
        days = (case.day(start) - wish).days
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


def _done(problem: Problem, finishes: Sequence[int]) -> tuple[int, ...]:
    """When each task is done: what its helpers do included."""
    found = list(finishes[: len(finishes) - len(problem.together)])
    for rule in problem.together:
        found[rule.leader] = max(found[rule.leader], finishes[rule.part])
    return tuple(found)


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
