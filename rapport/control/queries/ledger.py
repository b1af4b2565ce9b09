"""What a baseline planned, what was done of it and what was spent, as the engine takes it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django.db.models import Sum

from rapport.control.queries.history import progress_of
from rapport.engine.earned_value.curves import Expense, Record, WorkPackage
from rapport.planning.models import Baseline
from rapport.planning.queries.frame import Frame, frame_of
from rapport.planning.queries.kept_rows import KeptRow, kept_rows
from rapport.projects.models import Project, Task
from rapport.timesheets.models import TimeEntry

COLUMNS = (
    "pk", "number", "parent_id", "name", "percent_complete", "physical_percent",
    "work_minutes", "duration_minutes", "actual_start", "actual_finish", "spent_before_minutes",
    "binned_at", "created_at", "schedule__wbs", "timing__is_active",
)  # fmt: skip
# Branches beside those of the outline.
GONE, NO_TASK = "gone", "none"
END_OF_DAY = time(23, 59)
ALL = 100

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Ledger:
    """The record, and what a page says about it. Amounts are minutes, times are local.

    `named` is the name and number of each task by its place in the outline; `rest` is what
    is left to do by today's plan.
    """

    record: Record
    frame: Frame
    named: dict[str, tuple[str, int]]
    added: int
    gone: int
    rest: int
    start: datetime
    finish: datetime
    last: datetime | None
    is_done: bool


def ledger_of(project: Project, baseline: Baseline, now: datetime) -> Ledger:
    """The ledger as of a local moment; a fixed number of queries."""
    frame = frame_of(project)
    kept = {row.task_number: row for row in kept_rows([baseline])[baseline.pk]}
    tasks = list(Task.objects.filter(project=project).values(*COLUMNS))
    _split(tasks)
    summaries = _summaries(tasks, set(kept))
    packages = list(_packages(kept, tasks, summaries, frame))
    planned = {int(one.uid) for one in packages if one.uid.isdecimal()}
    counted = [task for task in tasks if task["pk"] in planned and task["binned_at"] is None]
    progress = tuple(progress_of(project, counted, frame, now))
    expenses = tuple(_expenses(project, tasks, frame, now))
    moments = [*(one.at for one in progress), *(one.at for one in expenses)]
    parents = {task["parent_id"] for task in tasks if task["binned_at"] is None}
    live = [task for task in tasks if task["binned_at"] is None and task["pk"] not in parents]
    numbers = {task["number"] for task in live}
    return Ledger(
        Record((*packages, *_without_plan(tasks, planned, packages)), progress, expenses),
        frame,
        named={
            task["schedule__wbs"]: (task["name"], task["number"])
            for task in tasks
            if task["schedule__wbs"] and task["binned_at"] is None
        },
        added=sum(number not in kept for number in numbers),
        gone=sum(one.wbs.startswith(GONE) for one in packages),
        rest=round(sum(map(_left, live))),
        start=min(one.start for one in packages),
        finish=max(one.finish for one in packages),
        last=max((at for at in moments if at <= now), default=None),
        is_done=all(task["percent_complete"] >= ALL for task in counted),
    )


def _summaries(tasks: list[Row], numbers: set[int]) -> set[int]:
    """The numbers of the tasks that have others of the baseline under them."""
    by_pk = {task["pk"]: task["number"] for task in tasks}
    return {
        by_pk[task["parent_id"]]
        for task in tasks
        if task["parent_id"] in by_pk and task["number"] in numbers
    }


def _split(tasks: list[Row]) -> None:
    """A task that was split since is as far as its parts are, weighed by their durations."""
    parts: dict[int, list[Row]] = {}
    for task in tasks:
        if task["binned_at"] is None and task["parent_id"] is not None:
            parts.setdefault(task["parent_id"], []).append(task)

    def percent(task: Row) -> float:
        below = parts.get(task["pk"], [])
        whole = sum(one["duration_minutes"] or 1 for one in below)
        if not whole:
            return float(task["percent_complete"])
        return sum(percent(one) * (one["duration_minutes"] or 1) for one in below) / whole

    for task in tasks:
        if task["pk"] in parts:
            task["percent_complete"] = round(percent(task))


def _packages(
    kept: dict[int, KeptRow], tasks: list[Row], summaries: set[int], frame: Frame
) -> Iterator[WorkPackage]:
    known = {task["number"]: task for task in tasks}
    for number, row in kept.items():
        if number in summaries:
            continue
        task = known.get(number)
        is_there = task is not None and task["binned_at"] is None
        place = (task["schedule__wbs"] or NO_TASK) if task and is_there else f"{GONE}.{number}"
        minutes = row.duration_minutes if row.work_minutes is None else row.work_minutes
        yield WorkPackage(
            str(task["pk"]) if task else f"{GONE}{number}",
            place,
            Decimal(minutes),
            row.start.astimezone(frame.zone).replace(tzinfo=None),
            row.finish.astimezone(frame.zone).replace(tzinfo=None),
        )


def _without_plan(
    tasks: list[Row], planned: set[int], packages: list[WorkPackage]
) -> Iterator[WorkPackage]:
    """Places for hours that no package of the baseline takes: summaries, new tasks, no task."""
    at = packages[0].start
    for task in tasks:
        if task["pk"] not in planned:
            place = (task["binned_at"] is None and task["schedule__wbs"]) or NO_TASK
            yield WorkPackage(str(task["pk"]), place, Decimal(0), at, at)
    yield WorkPackage(NO_TASK, NO_TASK, Decimal(0), at, at)


def _expenses(project: Project, tasks: list[Row], frame: Frame, now: datetime) -> Iterator[Expense]:
    """Hours by task and day, and those spent before the project was taken over."""
    rows = TimeEntry.objects.live().filter(project=project).order_by()
    for pk, day, minutes in (
        rows.values("task", "day").annotate(sum=Sum("minutes")).values_list("task", "day", "sum")
    ):
        yield Expense(str(pk or NO_TASK), _within(day, now), Decimal(minutes))
    day = project.taken_over_on or project.starts_on
    rest = project.spent_before_minutes
    for task in tasks:
        if task["spent_before_minutes"]:
            rest -= task["spent_before_minutes"]
            amount = Decimal(task["spent_before_minutes"])
            yield Expense(str(task["pk"]), _within(day, now), amount)
    if rest > 0:
        yield Expense(NO_TASK, _within(day, now), Decimal(rest))


def _within(day: date, now: datetime) -> datetime:
    """What is noted for a day is spent by its end; what is noted for today, by now."""
    return now if day == now.date() else datetime.combine(day, END_OF_DAY)


def _left(task: Row) -> float:
    if task["timing__is_active"] is False:
        return 0
    minutes = task["work_minutes"]
    minutes = task["duration_minutes"] if minutes is None else minutes
    left: float = minutes * (ALL - task["percent_complete"]) / ALL
    return left
