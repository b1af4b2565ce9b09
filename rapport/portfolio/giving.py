"""Who else could take over what would have to wait: tasks in other hands, as plain values.

Only tasks that ask for skills are given, to people who have them all. One by one, the earliest that
would move first, each is tried in the hands of those who could be done sooner beside what they do;
it is given where less is late then, or less moves, the giving itself counted as a move.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from rapport.portfolio.booked import clipped, within
from rapport.portfolio.case import WHOLE, Case, Job
from rapport.portfolio.repair import Reason, Repair, measured, tried
from rapport.resourcing.own_hours import minutes_of

# Placings that are made in all, by how many tasks there are; and people a task is tried with.
PLACED, FEWEST, MOST = 20_000, 6, 40
OTHERS = 2

Cost = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Given:
    """A task in other hands, why it would have waited in those it was in, and until when."""

    member: int
    reason: Reason
    otherwise: datetime


@dataclass(slots=True)
class _State:
    """The best so far: the case with what was given, its answer, what that costs."""

    case: Case
    repair: Repair
    given: dict[int, Given] = field(default_factory=dict)

    @property
    def cost(self) -> Cost:
        """As of a repair; what was given counts as moved."""
        return cost(self.repair, len(self.given))


def cost(repair: Repair, given: int) -> Cost:
    """What an answer costs with so many tasks given away: the less the better."""
    starts, finishes = repair.answer.starts, repair.finishes
    disturbed, late, moved, by = measured(repair.case, starts, finishes)
    return disturbed, late, moved + given, by


def given(repair: Repair) -> dict[int, Given]:
    """What to give to whom, by task; nothing where that spares nothing."""
    case = repair.case
    first = tried(case)
    if first is None:
        return {}
    placed = len(first.problem.activities)
    best, left = _State(case, first), max(FEWEST, min(MOST, PLACED // max(1, placed)))
    asked: set[int] = set()
    while left > 0 and (job := next(_waiting(best, asked), None)):
        asked.add(job.pk)
        found = best
        for member in _sooner(best.repair, job)[:OTHERS]:
            left -= 1
            other = _with(best, job, member)
            if other is not None and other.cost < found.cost:
                found = other
        best = found
    return best.given


def in_hands(case: Case, hands: Mapping[int, Given]) -> Case:
    """The same with some tasks in other hands."""
    jobs = [job.given_to(hands[job.pk].member) if job.pk in hands else job for job in case.jobs]
    return replace(case, jobs=jobs)


def unable(case: Case, hands: dict[int, Given]) -> list[int]:
    """Tasks that were given to somebody who lacks a skill they ask for, or that ask for none."""
    return [pk for pk, one in hands.items() if one.member not in case.able.get(pk, frozenset())]


def _waiting(state: _State, asked: set[int]) -> Iterator[Job]:
    """Tasks that would begin later because of who has them, and could be given away."""
    for job in state.repair.moved():
        can = job.share and not job.has_begun and job.pk in state.case.able
        if can and job.pk not in asked and state.repair.why(job.pk).why != "waits":
            yield job


def _sooner(repair: Repair, job: Job) -> list[int]:
    """Who has the skills and could be done sooner beside what they do, the soonest first."""
    place = repair.case.places[job.pk]
    until = repair.case.day(repair.finishes[place] - 1)
    days = {
        member: day
        for member in sorted(repair.case.able[job.pk] - {job.member})
        if (day := _done(repair, job, member, until)) is not None
    }
    return sorted(days, key=lambda member: (days[member], member))


def _done(repair: Repair, job: Job, member: int, until: date) -> date | None:
    """The day before another on which somebody would be done, by what their days have left."""
    case, left = repair.case, job.minutes * job.share / WHOLE
    day = max(case.today, job.start.date())
    busy = _busy(repair, member, day, until)
    while day < until:
        left -= minutes_of(case.periods(member, day)) - busy.get(day, 0)
        if left <= 0:
            return day
        day += timedelta(days=1)
    return None


def _busy(repair: Repair, member: int, first: date, last: date) -> dict[date, float]:
    """Minutes by day that somebody works between two days, as the answer has it."""
    found: dict[date, float] = defaultdict(float)
    for place, job in enumerate(repair.case.jobs):
        share = job.shares.get(member, 0)
        if not share:
            continue
        begin, end = (
            repair.case.moment(slot)
            for slot in (repair.answer.starts[place], repair.finishes[place])
        )
        day = max(first, begin.date())
        while day <= min(last, end.date()):
            worked = clipped(repair.case.periods(member, day), *within(begin, end, day))
            found[day] += minutes_of(worked) * share / WHOLE
            day += timedelta(days=1)
    return found


def _with(state: _State, job: Job, member: int) -> _State | None:
    """The same with a task in somebody's hands."""
    jobs = [one.given_to(member) if one.pk == job.pk else one for one in state.case.jobs]
    case = replace(state.case, jobs=jobs)
    repair = tried(case)
    if repair is None:
        return None
    why = Given(member, state.repair.why(job.pk), state.repair.start(job.pk))
    return _State(case, repair, {**state.given, job.pk: why})
