"""The rows of a baseline, and those that one taken now would have."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from rapport.engine.calendar import WorkCalendar
from rapport.planning.models import Baseline, BaselineRow, ScheduleRow
from rapport.planning.queries.frame import frame_of
from rapport.planning.queries.outlined import PlanRow, plan_rows
from rapport.projects.models import Project


class KeptRow(NamedTuple):
    """One task as a baseline keeps it: moments in UTC, amounts in minutes."""

    task_number: int
    start: datetime
    finish: datetime
    duration_minutes: int
    work_minutes: int | None
    percent: int


def kept_rows(baselines: Collection[Baseline]) -> dict[int, list[KeptRow]]:
    """The rows of baselines by their primary keys, in the order of their seals: one query."""
    rows = BaselineRow.objects.filter(baseline__in=baselines).order_by("baseline", "task_number")
    kept: dict[int, list[KeptRow]] = {baseline.pk: [] for baseline in baselines}
    for baseline, *values in rows.values_list("baseline_id", *KeptRow._fields):
        kept[baseline].append(KeptRow(*values))
    return kept


def rows_now(project: Project) -> list[KeptRow]:
    """The dated tasks of a plan as it stands, by number, in a fixed number of queries."""
    calendar = frame_of(project).calendar()
    dated = ScheduleRow.objects.filter(project=project).values_list(
        "task_id", "start", "finish", "task__work_minutes"
    )
    known = {task: (start, finish, work) for task, start, finish, work in dated}
    kept = []
    for row in plan_rows(project):
        if row.pk in known:
            start, finish, work = known[row.pk]
            length = length_of(row, calendar)
            kept.append(KeptRow(row.number, start, finish, length, work, row.percent))
    return sorted(kept)


def length_of(row: PlanRow, calendar: WorkCalendar) -> int:
    """A task's duration; of a summary, or around the clock, the plan's working time it spans."""
    if not (row.summary or row.elapsed) or row.start is None or row.finish is None:
        return row.duration
    return round(calendar.minutes_between(row.start, row.finish))
