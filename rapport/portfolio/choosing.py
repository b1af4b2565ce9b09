"""Which other way of doing a task would make less late, as plain values.

Ways cost money, so that none is chosen but where something due would be late. Each is tried by
itself; they are then taken in the order of their price for a day, as long as each still helps.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from rapport.portfolio.case import WHOLE, Case, Job, Option
from rapport.portfolio.repair import Repair, measured, tried

# Placings that are made in all, by how many tasks there are.
PLACED, FEWEST, MOST = 20_000, 6, 40


@dataclass(frozen=True, slots=True)
class Chosen:
    """A way, and by how many days less is late with it, all that is due taken together."""

    option: Option
    days: int


def chosen(case: Case) -> dict[int, Chosen]:
    """By task, the way that it would be done in; nothing where nothing is late."""
    found: dict[int, Chosen] = {}
    late = _late(tried(case))
    if not late:
        return found
    for job, option in _by_price(case, late):
        if job.pk in found:
            continue
        other = done_so(case, {job.pk: option})
        left = _late(tried(other))
        if left is not None and left < late:
            found[job.pk] = Chosen(option, late - left)
            case, late = other, left
    return found


def done_so(case: Case, options: dict[int, Option]) -> Case:
    """The same with some tasks done in other ways."""
    jobs = [_so(job, options[job.pk]) if job.pk in options else job for job in case.jobs]
    return replace(case, jobs=jobs)


def _so(job: Job, option: Option) -> Job:
    if not option.is_ours:
        return replace(job, minutes=option.minutes, member=None, share=0, beside=())
    share = max(1, min(WHOLE, round(WHOLE * option.work / option.minutes)))
    return replace(job, minutes=option.minutes, share=0 if job.member is None else share)


def _by_price(case: Case, late: int) -> list[tuple[Job, Option]]:
    """The ways that help by themselves, the cheapest day first."""
    most = max(FEWEST, min(MOST, PLACED // max(1, len(case.jobs))))
    found = []
    for number, (job, option) in enumerate(_options(case)):
        if number == most:
            break
        left = _late(tried(done_so(case, {job.pk: option})))
        if left is not None and left < late:
            days = late - left
            found.append(((option.price / days, -days, job.pk, option.way), job, option))
    return [(job, option) for _key, job, option in sorted(found, key=lambda one: one[0])]


def _options(case: Case) -> Iterator[tuple[Job, Option]]:
    """What has begun, is tied to a date or fixed by hand is done as it is."""
    for job in sorted(case.jobs, key=lambda one: (one.start, one.pk)):
        if not job.stays and not job.has_begun:
            for option in case.options.get(job.pk, ()):
                yield job, option


def _late(repair: Repair | None) -> int | None:
    if repair is None:
        return None
    return measured(repair.case, repair.answer.starts, repair.finishes)[1]
