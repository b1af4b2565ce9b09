"""Compute a project's dates and keep them."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime, time
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import F

from rapport.engine.network import schedule
from rapport.engine.plan import CircularDependency, PlanError, Schedule
from rapport.events.actor import SYSTEM
from rapport.events.operations.stream import publish
from rapport.lib.refusal import Refused
from rapport.planning.circles import schedule_anyway
from rapport.planning.events import PLAN_OUTDATED, PLAN_SCHEDULED
from rapport.planning.expectation import as_of
from rapport.planning.models import PlanState
from rapport.planning.operations.rows import Moments, row_of, write
from rapport.planning.queries.engine_plan import ProjectPlan, project_plan
from rapport.projects.models import Project, Task

AT_ONCE = 2_000  # tasks; a longer plan is dated by the worker

_postponed: ContextVar[bool] = ContextVar("scheduling_postponed", default=False)
_watchers: ContextVar[tuple[set[int], ...]] = ContextVar("schedule_watchers", default=())


class NoDates(Refused):
    """The edit would leave the plan without dates."""


@dataclass(frozen=True, slots=True)
class Rescheduled:
    """What a computation brought: tasks with other dates, the new and the old state."""

    moved: list[int]
    circle: list[int]
    was_circle: list[int]


@contextmanager
def postponed() -> Iterator[None]:
    """Edits in here do not compute dates; call `reschedule` once when they are done."""
    token = _postponed.set(True)
    try:
        yield
    finally:
        _postponed.reset(token)


def is_postponed() -> bool:
    """Whether dates are being computed later."""
    return _postponed.get()


@contextmanager
def watched() -> Iterator[set[int]]:
    """The ids of the tasks whose rows change while this is open."""
    changed: set[int] = set()
    token = _watchers.set((*_watchers.get(), changed))
    try:
        yield changed
    finally:
        _watchers.reset(token)


@transaction.atomic
def reschedule(project: Project, *, at: datetime, edited: int | None = None) -> Rescheduled:
    """Compute every date of the project from its tasks and links as they stand.

    `edited` is the task whose change asked for it; that its own dates moved is no news.
    """
    revision = Project.objects.values_list("plan_revision", flat=True).get(pk=project.pk)
    found = project_plan(project)
    placed, circle = schedule_anyway(found.plan)
    zone = ZoneInfo(project.workspace.time_zone)
    expected = _expected(found, placed, at.astimezone(zone).replace(tzinfo=None))
    moments = Moments(zone)
    changed, moved = write(
        project,
        (
            row_of(project, found.wbs[task.uid], task, then, moments)
            for task, then in zip(placed.tasks, expected, strict=True)
        ),
    )
    for watcher in _watchers.get():
        watcher.update(changed)
    state = PlanState(
        workspace_id=project.workspace_id,
        project=project,
        revision=revision,
        finish=_aware(placed.finish, zone) if placed.tasks else None,
        forecast_finish=_aware(max(expected), zone) if expected else None,
        forecast_on=at.astimezone(zone).date(),
        circle=[int(uid) for uid in circle],
        computed_at=at,
    )
    was = _keep(state)
    _tell(project, state, was, [pk for pk in moved if pk != edited])
    return Rescheduled(moved, state.circle, was.circle if was else [])


@transaction.atomic
def outdate(project: Project, *, at: datetime) -> None:
    """Something else that dates depend on has changed: compute them now, or soon in a long plan.

    Raises `NoDates` with a sentence when the plan has no dates then.
    """
    Project.objects.filter(pk=project.pk).update(plan_revision=F("plan_revision") + 1)
    if Task.objects.live().filter(project=project).count() > AT_ONCE:
        publish(PLAN_OUTDATED, subject=project, by=SYSTEM, at=at)
        return
    try:
        reschedule(project, at=at)
    except PlanError as error:
        raise NoDates(str(error)) from error


def _expected(found: ProjectPlan, placed: Schedule, today: datetime) -> list[datetime]:
    """The finish of each task if what is overdue begins, or goes on, today."""
    overdue = as_of(found.plan, placed, datetime.combine(today.date(), time()))
    if overdue is None:
        return [task.finish for task in placed.tasks]
    try:
        return [task.finish for task in schedule(overdue).tasks]
    except CircularDependency:
        return [task.finish for task in schedule_anyway(overdue)[0].tasks]


def _keep(state: PlanState) -> PlanState | None:
    """Store the state; returns the one before."""
    rows = PlanState.objects.filter(project=state.project)
    was: PlanState | None = rows.first()
    if was is None:
        state.save(force_insert=True)
    else:
        state.save(force_update=True)
    return was


def _tell(project: Project, state: PlanState, was: PlanState | None, moved: list[int]) -> None:
    if was is None or (not moved and (was.finish, was.circle) == (state.finish, state.circle)):
        return
    facts = {
        "moved": moved,
        "finish": state.finish.isoformat() if state.finish else None,
        "was": was.finish.isoformat() if was.finish else None,
        "circle": state.circle,
    }
    publish(PLAN_SCHEDULED, subject=project, by=SYSTEM, at=state.computed_at, facts=facts)


def _aware(local: datetime, zone: ZoneInfo) -> datetime:
    return local.replace(tzinfo=zone)
