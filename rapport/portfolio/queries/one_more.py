"""What more work does to dates: once with all that runs going first, once with the new going first.

Both are laid as levelling lays tasks, the urgent first, without its search for the best order.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from rapport.portfolio.case import Case, Job
from rapport.portfolio.queries.cases import Look, case_of, looks
from rapport.portfolio.repair import Repair, tried

Links = Sequence[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Put:
    """A promise or a project, by its id, that would be done on a later day."""

    what: int
    before: date
    after: date

    @property
    def days(self) -> int:
        """By how many days."""
        return (self.after - self.before).days


@dataclass(frozen=True, slots=True)
class OneMore:
    """When the new work ends if it waits for all else, and if it waits for nothing but what has
    begun; and what is put off then."""

    waiting: date
    first: date
    promises: list[Put]
    projects: list[Put]


def one_more(jobs: Sequence[Job], links: Links, *, today: date) -> OneMore | None:
    """Lay new work beside all that runs; None where no order was found. The ids of the new jobs
    are those of no task."""
    found = looks(today=today)
    case = case_of(found, today=today)
    now = tried(case)
    waiting = tried(_with(_held(case, now), jobs, links)) if now else None
    ahead = [replace(job, stays=True, due=date.min) for job in jobs]
    first = tried(_with(case, ahead, links))
    if now is None or waiting is None or first is None:
        return None
    new = [job.pk for job in jobs]
    before, after = _days(now), _days(first)
    return OneMore(
        _last(_days(waiting), new),
        _last(after, new),
        list(_promises(found, case, before, after)),
        [
            put
            for look in found
            if (put := _put(look.project.pk, _of(look, case), before, after)) is not None
        ],
    )


def _with(case: Case, jobs: Sequence[Job], links: Links) -> Case:
    return replace(case, jobs=[*case.jobs, *jobs], links=[*case.links, *links])


def _held(case: Case, now: Repair) -> Case:
    """Everything stays where it is laid today."""
    jobs = [replace(job, start=now.start(job.pk), stays=True) for job in case.jobs]
    return replace(case, jobs=jobs)


def _days(repair: Repair) -> dict[int, date]:
    """On which day each task ends."""
    ends = zip(repair.case.jobs, repair.finishes, strict=True)
    return {job.pk: repair.case.day(max(0, finish - 1)) for job, finish in ends}


def _last(days: Mapping[int, date], pks: Sequence[int]) -> date:
    return max(days[pk] for pk in pks)


def _of(look: Look, case: Case) -> list[int]:
    return [job.pk for job in case.jobs if job.project == look.project.pk]


def _promises(
    found: Sequence[Look], case: Case, before: Mapping[int, date], after: Mapping[int, date]
) -> Iterator[Put]:
    """A promise ends with its task; without one, with its project."""
    for look in found:
        for promise, task in look.promises:
            pks = _of(look, case) if task is None else [task] if task in before else []
            put = _put(promise, pks, before, after)
            if put is not None:
                yield put


def _put(
    what: int, pks: Sequence[int], before: Mapping[int, date], after: Mapping[int, date]
) -> Put | None:
    if not pks or _last(after, pks) <= _last(before, pks):
        return None
    return Put(what, _last(before, pks), _last(after, pks))
