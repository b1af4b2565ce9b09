"""Compute a project's dates and keep them."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from datetime import datetime, time
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import F

from rapport.engine.network import schedule
from rapport.engine.plan import CircularDependency, PlanError, Schedule
from rapport.events.actor import SYSTEM
from rapport.events.models import Event
from rapport.events.operations.stream import publish
from rapport.lib.refusal import Refused
from rapport.planning.circles import schedule_anyway
from rapport.planning.events import PLAN_OUTDATED, PLAN_SCHEDULED
from rapport.planning.expectation import as_of
from rapport.planning.models import PlanState
from rapport.planning.operations import memory
from rapport.planning.operations.memory import Remembered
from rapport.planning.operations.refreshing import Refreshed, refreshed, terms_of
from rapport.planning.operations.rows import Moments, Row, Written, put, row_of, write
from rapport.planning.queries.engine_plan import ProjectPlan, project_plan
from rapport.projects.models import Project, Task

AT_ONCE = 12_000  # tasks; a longer plan is dated by the worker, unless it is remembered

_postponed: ContextVar[bool] = ContextVar("scheduling_postponed", default=False)
_watchers: ContextVar[tuple[dict[int, Row], ...]] = ContextVar("schedule_watchers", default=())


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
def watched() -> Iterator[dict[int, Row]]:
    """The rows that change while this is open, by task, as they are stored."""
    changed: dict[int, Row] = {}
    token = _watchers.set((*_watchers.get(), changed))
    try:
        yield changed
    finally:
        _watchers.reset(token)


@transaction.atomic
def reschedule(
    project: Project, *, at: datetime, edited: int | None = None, after: Event | None = None
) -> Rescheduled:
    """Compute every date of the project from its tasks and links as they stand.

    `edited` is the task whose change asked for it; that its own dates moved is no news. Where the
    act `after` which it is done is known, a long plan need not be read from the database again.
    """
    revisions = Project.objects.select_for_update().filter(pk=project.pk)
    project.plan_revision = revisions.values_list("plan_revision", flat=True).get()
    was = PlanState.objects.filter(project=project).first()
    state = _next_round(project, was, at)
    today = _midnight(project, at)
    fresh = refreshed(project, was, after, today=today) if after else None
    done = _renewed(state, fresh) if fresh else _read_whole(state, today)
    for watcher in _watchers.get():
        watcher.update((row[0], row) for row in done.written.rows)
    state.finish, state.forecast_finish, state.circle = done.finish, done.expected, done.circle
    state.save(force_insert=was is None, force_update=was is not None)
    if after:
        _remember(state, fresh, done, after, today)
    moved = done.written.moved
    _tell(project, state, was, [pk for pk in moved if pk != edited])
    return Rescheduled(moved, state.circle, was.circle if was else [])


@dataclass(frozen=True, slots=True)
class _Done:
    """What a round of reckoning came to. `found` is the plan where it was read whole."""

    written: Written
    finish: datetime | None
    expected: datetime | None
    circle: list[int]
    found: ProjectPlan | None = None


def _next_round(project: Project, was: PlanState | None, at: datetime) -> PlanState:
    state = PlanState(
        workspace_id=project.workspace_id,
        project=project,
        revision=project.plan_revision,
        forecast_on=_midnight(project, at).date(),
        computed_at=at,
    )
    state.round, state.line = (was.round + 1, was.line) if was else (1, state.line)
    return state


def _midnight(project: Project, at: datetime) -> datetime:
    """The beginning of the day, local time of the workspace."""
    return datetime.combine(at.astimezone(ZoneInfo(project.workspace.time_zone)).date(), time())


def _read_whole(state: PlanState, today: datetime) -> _Done:
    project, zone = state.project, ZoneInfo(state.project.workspace.time_zone)
    found = project_plan(project)
    placed, circle = schedule_anyway(found.plan)
    expected = _expected(found, placed, today)
    moments = Moments(zone)
    rows = (
        row_of(project, found.wbs[task.uid], task, then, moments)
        for task, then in zip(placed.tasks, expected, strict=True)
    )
    written = write(project, rows, turn=state.round)
    if not placed.tasks:
        return _Done(written, None, None, [], found)
    finish, last = (end.replace(tzinfo=zone) for end in (placed.finish, max(expected)))
    return _Done(written, finish, last, [int(uid) for uid in circle], found)


def _renewed(state: PlanState, fresh: Refreshed) -> _Done:
    zone = ZoneInfo(state.project.workspace.time_zone)
    written = put(fresh.changes, turn=state.round)
    finish, expected = (end.replace(tzinfo=zone) for end in fresh.dated.ends())
    return _Done(written, finish, expected, [])


def _remember(
    state: PlanState, fresh: Refreshed | None, done: _Done, after: Event, today: datetime
) -> None:
    """Keep a long plan for the next edit; one with a circle has to be read whole again."""
    if fresh is None and (done.found is None or not memory.is_worth(done.found) or done.circle):
        return
    stood = memory.Stood(state.line, state.round, state.revision, after.pk)
    if fresh:
        memory.remember(state.project_id, replace(fresh.plan, stood=stood))
    elif done.found:
        terms, moments = terms_of(done.found.frame), Moments(done.found.frame.zone)
        memory.remember(state.project_id, Remembered(done.found, today, terms, stood, moments))


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
    overdue = as_of(found.plan, placed, today)
    if overdue is None:
        return [task.finish for task in placed.tasks]
    try:
        return [task.finish for task in schedule(overdue).tasks]
    except CircularDependency:
        return [task.finish for task in schedule_anyway(overdue)[0].tasks]


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
