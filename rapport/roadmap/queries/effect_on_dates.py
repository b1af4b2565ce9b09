"""Which days one more project would put off, and when it would end beside the others."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from rapport.engine.levelling.problem import Infeasible
from rapport.engine.plan import Schedule, ScheduledTask
from rapport.lib.reader import Reader
from rapport.planning.circles import schedule_anyway
from rapport.planning.queries.laying import own_hours
from rapport.planning.shape import ShapeTask
from rapport.portfolio.case import WHOLE, Job
from rapport.portfolio.queries.cases import kept_links
from rapport.portfolio.queries.one_more import Put, one_more
from rapport.portfolio.queries.pieces import Part, parts_left, shares_beside
from rapport.projects.models import Project
from rapport.promises.models import Promise
from rapport.roadmap.queries.effect import NewProject


@dataclass(frozen=True, slots=True)
class PutOff:
    """A promise that would be done on a later day."""

    promise: Promise
    put: Put

    @property
    def is_late(self) -> bool:
        """Whether that is after the promised day, which now it would not be."""
        return self.put.before <= self.promise.due_on < self.put.after


@dataclass(frozen=True, slots=True)
class Delayed:
    """A project that would end on a later day."""

    project: Project
    put: Put


@dataclass(frozen=True, slots=True)
class OnDates:
    """The new project's end by its own plan, if it waits for all else, and if it goes first; and
    what it puts off if it does."""

    alone: date
    waiting: date
    first: date
    promises: list[PutOff]
    projects: list[Delayed]


def effect_on_dates(new: NewProject, reader: Reader, today: date) -> OnDates | None:
    """None where no order can be found."""
    calendars, own = own_hours()
    plan = new.shape.plan(new.first, calendars, own)
    placed = schedule_anyway(plan)[0]
    jobs = list(_jobs(new, placed))
    links = [(_pk(one), _pk(other)) for one, other in kept_links(plan, placed.by_uid())]
    try:
        found = one_more(jobs, links, today=today) if jobs else None
    except Infeasible:
        return None
    if found is None:
        return None
    promises = Promise.objects.visible_to(reader).select_related("client", "project")
    known = promises.in_bulk([put.what for put in found.promises])
    projects = Project.objects.visible_to(reader).in_bulk([put.what for put in found.projects])
    put_off = [PutOff(known[put.what], put) for put in found.promises if put.what in known]
    return OnDates(
        placed.finish.date(), found.waiting, found.first,
        sorted(put_off, key=lambda one: (not one.is_late, one.promise.due_on, one.promise.pk)),
        [Delayed(projects[put.what], put) for put in found.projects if put.what in projects],
    )  # fmt: skip


def _pk(place: int) -> int:
    """No task has a negative primary key."""
    return -1 - place


def _jobs(new: NewProject, placed: Schedule) -> Iterator[Job]:
    for task in placed.tasks:
        if not task.summary:
            yield _job(new, task, new.shape.tasks[int(task.uid)])


def _job(new: NewProject, task: ScheduledTask, planned: ShapeTask) -> Job:
    """The share of its people's day is their part of the work by the time it takes."""
    helping = [
        Part(None if isinstance(who, str) else who.pk, percent)
        for who, percent in planned.helped_by(new.people).items()
    ]
    lasts = 0 if planned.is_elapsed else planned.minutes
    own, _theirs = parts_left(
        planned.minutes, planned.work, 0, helping, is_elapsed=planned.is_elapsed
    )
    member = new.people.get(planned.role)
    share = min(WHOLE, round(WHOLE * own / lasts)) if lasts and member else 0
    return Job(
        _pk(int(task.uid)), task.start, task.finish, lasts, share, member.pk if member else None,
        stays=False, project=0, beside=shares_beside(helping, lasts, planned.work),
    )  # fmt: skip
