"""What hard bookings leave of people's days for the work of other projects, as plain values.

The hours of a week that are booked on a project are for its tasks alone. Where its plan has the
person whole, those hours are among them and stay its own; what is booked beyond the plan is taken
from the ends of the days. Nobody's bookings take what they are booked for elsewhere.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from rapport.engine.plan import Periods
from rapport.portfolio.case import WHOLE, Case, Job, Kept
from rapport.resourcing.days import monday_of
from rapport.resourcing.own_hours import OwnHours, minutes_of, shortened

A_DAY = 1440
A_WEEK = 7

Days = dict[date, Periods]
# Whose time, and for the work of which project.
Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Taken:
    """Of a person's week for a project: where its tasks stand, and what is booked beyond them."""

    project: int
    stands: Days
    rest: float
    minutes: float


def booked_part(hours: OwnHours, monday: date, first: date, last: date) -> tuple[list[date], float]:
    """The days of a week that are booked, and which part of the week's hours that is: as many as
    of its working days."""
    week = [monday + timedelta(days=number) for number in range(A_WEEK)]
    worked = [day for day in week if hours.ordinary(day)] or week[:5]
    kept = [day for day in worked if first <= day <= last]
    return kept, len(kept) / len(worked)


def left_beside(case: Case) -> dict[Pair, Days]:
    """The days on which less of a person is left for a project than they work, with what is."""
    found: dict[Pair, Days] = {}
    for member, weeks in _weeks(case).items():
        for project in sorted({job.project for job in case.jobs if member in job.shares}):
            days: Days = {}
            for monday, taken in weeks.items():
                days |= _left(case, (member, project), monday, taken)
            if days:
                found[member, project] = days
    return found


def holder(case: Case, pair: Pair, day: date) -> int | None:
    """The booking on another project that most of a day goes to."""
    member, project = pair
    there = [
        one
        for one in case.kept
        if one.member == member and one.project != project and one.first <= day <= one.last
    ]
    most = max(there, key=lambda one: (one.weekly_minutes, -one.booking), default=None)
    return most.booking if most else None


def _weeks(case: Case) -> dict[int, dict[date, list[_Taken]]]:
    """By person and Monday, what each project takes."""
    own: dict[Pair, list[tuple[Job, int]]] = defaultdict(list)
    for job in case.jobs:
        for member, share in job.shares.items():
            own[member, job.project].append((job, share))
    booked: dict[tuple[int, date, int], list[Kept]] = defaultdict(list)
    for one in case.kept:
        for monday in _mondays(case, one):
            booked[one.member, monday, one.project].append(one)
    found: dict[int, dict[date, list[_Taken]]] = defaultdict(lambda: defaultdict(list))
    for (member, monday, project), kept in sorted(booked.items(), key=lambda item: item[0]):
        taken = _taken(case, kept, monday, own[member, project])
        if taken.minutes:
            found[member][monday].append(taken)
    return found


def _mondays(case: Case, one: Kept) -> Iterator[date]:
    monday = monday_of(max(case.today, one.first))
    end = min(one.last, case.today + timedelta(days=case.days))
    while monday <= end:
        yield monday
        monday += timedelta(days=A_WEEK)


def _taken(case: Case, kept: list[Kept], monday: date, jobs: Iterable[tuple[Job, int]]) -> _Taken:
    """What is booked of a week, as far as the person is there; what the tasks use of it first."""
    member, wanted, days = kept[0].member, 0.0, set[date]()
    for one in kept:
        first = max(case.today, one.first)
        there, part = booked_part(case.hours(member), monday, first, one.last)
        wanted += one.weekly_minutes * part
        days.update(there)
    there_is = {day: case.periods(member, day) for day in sorted(days)}
    wanted = min(wanted, sum(map(minutes_of, there_is.values())))
    whole: Days = {}
    partly = 0.0
    for job, share in jobs:
        for day, periods in there_is.items():
            stands = clipped(periods, *within(job.start, job.finish, day))
            if share >= WHOLE:
                whole[day] = joined((*whole.get(day, ()), *stands))
            else:
                partly += minutes_of(stands) * share / WHOLE
    held, used = _first(whole, wanted)
    return _Taken(kept[0].project, held, max(0.0, wanted - used - partly), wanted)


def _first(days: Days, minutes: float) -> tuple[Days, float]:
    """The first so many minutes of these days, and how many there are."""
    found: Days = {}
    used = 0
    for day, periods in sorted(days.items()):
        found[day] = shortened(periods, round(minutes) - used)
        used += minutes_of(found[day])
    return found, used


def _left(case: Case, pair: Pair, monday: date, taken: list[_Taken]) -> Days:
    """What is left of a week's days for one project beside the bookings on others."""
    member, project = pair
    others = [one for one in taken if one.project != project]
    if not others:
        return {}
    week = [monday + timedelta(days=number) for number in range(A_WEEK)]
    own = {day: case.periods(member, day) for day in week if day >= case.today}
    whole = sum(map(minutes_of, own.values()))
    most = whole - min(whole, sum(one.minutes for one in taken if one.project == project))
    if sum(one.minutes for one in others) > most:
        return _shorter(own, most)
    free = {
        day: without(periods, [part for one in others for part in one.stands.get(day, ())])
        for day, periods in own.items()
    }
    return _shorter(free, sum(one.rest for one in others))


def _shorter(days: Mapping[date, Periods], minutes: float) -> Days:
    """So many minutes less in all, each day's end in the same proportion."""
    whole = sum(map(minutes_of, days.values()))
    share = max(0.0, 1 - minutes / whole) if whole else 0
    return {day: shortened(periods, round(minutes_of(periods) * share))
            for day, periods in days.items()}  # fmt: skip


def within(start: datetime, finish: datetime, day: date) -> tuple[int, int]:
    """The minutes of a day between two moments."""
    begin = datetime.combine(day, time())
    first = (start - begin).total_seconds() // 60
    return max(0, int(first)), min(A_DAY, int((finish - begin).total_seconds() // 60))


def clipped(periods: Periods, first: int, last: int) -> Periods:
    """What of these periods lies between two minutes of the day."""
    parts = ((max(begin, first), min(end, last)) for begin, end in periods)
    return tuple(part for part in parts if part[0] < part[1])


def joined(periods: Iterable[tuple[int, int]]) -> Periods:
    """The same time without anything twice."""
    found: list[tuple[int, int]] = []
    for begin, end in sorted(periods):
        if found and begin <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((begin, end))
    return tuple(found)


def without(periods: Periods, others: Iterable[tuple[int, int]]) -> Periods:
    """What of these periods lies outside of others."""
    for begin, end in others:
        periods = (*clipped(periods, 0, begin), *clipped(periods, end, A_DAY))
    return tuple(sorted(periods))
