"""The finer points of tasks put upon the engine's tasks."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import QuerySet

from rapport.engine.calendar import WorkCalendar
from rapport.engine.plan import Assignment, Split, Task
from rapport.planning.models import TaskTiming, WorkShare
from rapport.planning.queries.client_hours import is_theirs
from rapport.planning.queries.frame import Frame
from rapport.projects.models import Project
from rapport.projects.models import Task as ProjectTask
from rapport.workspaces.prepared import Question

TIMING = (
    "task_id", "calendar_id", "ignores_people", "exact_minutes", "deadline_at", "delay_minutes",
    "fixed_start", "fixed_finish", "is_active", "stopped_at", "resumes_at", "remaining_minutes",
    "pauses", "shares_of", "ignores_shares",
)  # fmt: skip
SHARE = (
    "timing_id", "member_id", "calendar_id", "duration_minutes", "delay_minutes",
    "remaining_minutes", "resumes_at",
)  # fmt: skip

ALL = 100

Row = dict[str, Any]

_TIMINGS = Question(lambda project: TaskTiming.objects.filter(project=project).values_list(*TIMING))
_TIMING = Question(lambda task: TaskTiming.objects.filter(task=task).values_list(*TIMING))
_SHARES = Question(lambda project: _in_order(WorkShare.objects.filter(project=project)))
_SHARES_OF = Question(lambda task: _in_order(WorkShare.objects.filter(timing=task)))


@dataclass(frozen=True, slots=True)
class Timings:
    """The timings of a project's tasks by task id, and the shares of their work."""

    rows: dict[int, Row]
    shares: dict[int, list[Row]]

    def put_on(self, task: Task, frame: Frame, doer: str) -> Task:
        """The task as its timing says; `doer` is who does it now, as `doer_of` writes it."""
        row = self.rows.get(int(task.uid))
        return task if row is None else _timed(task, row, self.counting(row, doer), frame)

    def counting(self, row: Row, doer: str) -> list[Row]:
        """The shares that count while this one does the task."""
        counts = row["shares_of"] == doer and not row["ignores_shares"]
        return self.shares.get(row["task_id"], []) if counts else []


def timings_of(project: Project, *, only: int | None = None) -> Timings:
    """All of a project, or those of one task, in two queries."""
    rows = _TIMINGS(project.pk) if only is None else _TIMING(only)
    parts = _SHARES(project.pk) if only is None else _SHARES_OF(only)
    shares: dict[int, list[Row]] = {}
    for part in parts:
        share = dict(zip(SHARE, part, strict=True))
        shares.setdefault(share["timing_id"], []).append(share)
    return Timings({row[0]: dict(zip(TIMING, row, strict=True)) for row in rows}, shares)


def _in_order(shares: QuerySet[WorkShare]) -> Any:
    return shares.order_by("timing_id", "position").values_list(*SHARE)


def hours_of(task: ProjectTask, frame: Frame, timings: Timings | None = None) -> WorkCalendar:
    """What a task's duration is counted in: its own calendar, else that of the one who does it,
    else the plan's. The timings are looked up where they are not at hand."""
    timings = timings or timings_of(task.project, only=task.pk)
    row = timings.rows.get(task.pk)
    if row is None:
        return frame.calendar(_usual(task, frame))
    own = frame.uid(row["calendar_id"])
    if own is not None or row["ignores_people"]:
        return frame.calendar(own)
    shares = timings.counting(row, doer_of(task.assignee_id, task.assignee_name))
    if len(shares) == 1:
        return frame.calendar(_calendar(shares[0], frame))
    return frame.calendar(None if shares else _usual(task, frame))


def _usual(task: ProjectTask, frame: Frame) -> str | None:
    if is_theirs(task.turn, task.assignee_id, task.assignee_name):
        return frame.client
    return frame.hours_of(task.assignee_id)


def by_own_hours(task: Task, frame: Frame, member: int | None) -> Task:
    """The task in the hours of the one who does it, where these differ from the plan's and the
    plan's file has not said how its work is shared."""
    own = frame.hours_of(member)
    if own is None or task.assignments or task.elapsed:
        return task
    if task.splits:  # their pauses are counted in one calendar with the work
        return task if task.calendar else replace(task, calendar=own)
    return replace(task, assignments=(Assignment(task.duration_minutes, calendar=own),))


def by_client_hours(task: Task, frame: Frame) -> Task:
    """The client's own task on the days on which they are there, unless it says otherwise."""
    is_own = task.calendar or task.assignments or task.elapsed
    return task if is_own or frame.client is None else replace(task, calendar=frame.client)


def doer_of(member: int | None, name: str) -> str:
    """Who does a task, as its timing remembers it."""
    return f"{member or ''}:{name}"


def _timed(task: Task, row: Row, shares: list[Row], frame: Frame) -> Task:
    local = frame.local
    exact = row["exact_minutes"]
    is_same = exact is None or round(exact) == task.duration_minutes
    minutes = task.duration_minutes if exact is None or not is_same else exact
    calendar = frame.uid(row["calendar_id"])
    start, finish = local(row["fixed_start"]), local(row["fixed_finish"])
    if start and finish and not is_same:
        finish = frame.calendar(calendar).add(start, minutes)
    deadline = local(row["deadline_at"])
    if deadline and task.deadline and deadline.date() != task.deadline.date():
        deadline = task.deadline
    return replace(
        task,
        duration_minutes=minutes,
        calendar=calendar,
        ignore_resource_calendars=row["ignores_people"],
        deadline=deadline if task.deadline else None,
        delay_minutes=row["delay_minutes"],
        manual=start is not None and finish is not None,
        start=start,
        finish=finish,
        active=row["is_active"],
        stop=local(row["stopped_at"]) if task.actual_start else None,
        resume=local(row["resumes_at"]) if task.actual_start else None,
        remaining_minutes=_remaining(task, row, minutes),
        splits=tuple(Split(after, gap) for after, gap in row["pauses"]),
        assignments=tuple(_assignments(shares, task.duration_minutes, exact, frame)),
    )


def _calendar(share: Row, frame: Frame) -> str | None:
    """By which calendar a share is worked: what the file says, less that the person is away."""
    base = frame.uid(share["calendar_id"])
    return frame.hours_of(share["member_id"], base) or base


def _remaining(task: Task, row: Row, minutes: float) -> float | None:
    """What is left where work goes on; where nobody said how much, what its progress leaves."""
    left: float | None = row["remaining_minutes"]
    if left is None and row["resumes_at"] and not row["stopped_at"]:
        return minutes * (1 - task.percent_complete / ALL)
    return left


def _assignments(
    shares: list[Row], minutes: float, exact: float | None, frame: Frame
) -> Iterable[Assignment]:
    """The shares of the work; where people changed the duration, each grows with it."""
    grown = minutes / exact if exact and round(exact) != minutes else 1
    for share in shares:
        length = share["duration_minutes"]
        remaining = share["remaining_minutes"]
        if remaining is not None and grown != 1:
            remaining = max(0, remaining + length * (grown - 1))
        yield Assignment(
            duration_minutes=length * grown,
            calendar=_calendar(share, frame),
            delay_minutes=share["delay_minutes"],
            remaining_minutes=remaining,
            resume=frame.local(share["resumes_at"]),
        )
