"""The finer points of tasks put upon the engine's tasks."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.db.models import QuerySet

from rapport.engine.calendar import WorkCalendar
from rapport.engine.plan import Assignment, Split, Task
from rapport.planning.models import TaskTiming, WorkShare
from rapport.planning.queries.client_hours import is_theirs
from rapport.planning.queries.frame import Frame
from rapport.projects.models import Helper, Project
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
_HELPERS = Question(
    lambda project: (
        Helper.objects.filter(task__project=project, task__binned_at=None, percent__gt=0)
        .exclude(member=None)
        .order_by("pk")
        .values_list("task_id", "member_id")
    )
)
_SHARES_OF = Question(lambda task: _in_order(WorkShare.objects.filter(timing=task)))


@dataclass(frozen=True, slots=True)
class Timings:
    """The timings of a project's tasks by task id, the shares of their work, and who works on
    them beside the ones responsible."""

    rows: dict[int, Row]
    shares: dict[int, list[Row]]
    helpers: dict[int, list[int]] = field(default_factory=dict)

    def hands(self, task: int, member: int | None) -> list[int]:
        """The members who work on a task for which this one is responsible."""
        found = [] if member is None else [member]
        return found + [pk for pk in self.helpers.get(task, ()) if pk != member]

    def put_on(self, task: Task, frame: Frame, member: int | None, name: str) -> Task:
        """The task as its timing says, and in the hours of those who do it: the member who is
        responsible, or whoever has this name, and their helpers."""
        row = self.rows.get(int(task.uid))
        if row is None and not frame.people:
            return task
        hands = self.hands(int(task.uid), member)
        if row is not None:
            shares = self.counting(row, doer_of(member, name), hands)
            task = _timed(task, row, shares, frame)
            if shares:
                return _joined(task, shares, hands, frame)
        return by_own_hours(task, frame, hands)

    def counting(self, row: Row, doer: str, hands: Collection[int] | None = None) -> list[Row]:
        """The shares that count while this one does the task, of those who still work on it."""
        if row["shares_of"] != doer or row["ignores_shares"]:
            return []
        shares = self.shares.get(row["task_id"], [])
        return [
            share for share in shares
            if hands is None or share["member_id"] is None or share["member_id"] in hands
        ]  # fmt: skip


def timings_of(project: Project, *, only: int | None = None) -> Timings:
    """All of a project in three queries, or those of one task, without its helpers, in two."""
    rows = _TIMINGS(project.pk) if only is None else _TIMING(only)
    parts = _SHARES(project.pk) if only is None else _SHARES_OF(only)
    shares: dict[int, list[Row]] = {}
    for part in parts:
        share = dict(zip(SHARE, part, strict=True))
        shares.setdefault(share["timing_id"], []).append(share)
    helpers: dict[int, list[int]] = {}
    for task, member in _HELPERS(project.pk) if only is None else ():
        helpers.setdefault(task, []).append(member)
    return Timings({row[0]: dict(zip(TIMING, row, strict=True)) for row in rows}, shares, helpers)


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


def has_shares(task: ProjectTask) -> bool:
    """Whether people's own shares say how long a task takes."""
    timings = timings_of(task.project, only=task.pk)
    row = timings.rows.get(task.pk)
    return row is not None and bool(
        timings.counting(row, doer_of(task.assignee_id, task.assignee_name))
    )


def by_own_hours(task: Task, frame: Frame, hands: Sequence[int]) -> Task:
    """The task in the hours of those who do it, where these differ from the plan's: each works on
    it as long as it takes."""
    own = [frame.hours_of(member) for member in hands]
    if task.elapsed or not any(own):
        return task
    parts = (Assignment(task.duration_minutes, calendar=calendar) for calendar in own)
    return replace(task, assignments=tuple(parts))


def _joined(task: Task, shares: list[Row], hands: Sequence[int], frame: Frame) -> Task:
    """The task with those, too, whose share no file has noted: they came since, and work on it as
    long as it takes."""
    noted = {share["member_id"] for share in shares}
    more = [
        Assignment(task.duration_minutes, calendar=frame.hours_of(member))
        for member in hands
        if member not in noted
    ]
    return replace(task, assignments=(*task.assignments, *more)) if more else task


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
