"""When a promised task is to be expected: the one computation for every page and mail."""

from collections.abc import Collection, Mapping
from datetime import date
from zoneinfo import ZoneInfo

from django.db.models import F, Q
from django.db.models.functions import TruncDate
from django.db.models.lookups import GreaterThan

from rapport.planning.models import ScheduleRow
from rapport.planning.queries.days import day_of
from rapport.promises.models import Promise
from rapport.workspaces.models import Workspace


def expected_on(promise: Promise) -> date | None:
    """The workspace's day on which the promised task will be done, if a plan says so.

    What is overdue is reckoned to begin, or to go on, today. Needs `task__schedule` and
    `workspace`.
    """
    schedule = getattr(promise.task, "schedule", None) if promise.task else None
    return day_of(schedule.forecast_finish, promise.workspace) if schedule else None


def expected_days(promises: Collection[Promise]) -> Mapping[int, date]:
    """The same by promise id, for many, in one query."""
    tasks = {promise.task_id for promise in promises if promise.task_id}
    if not tasks:
        return {}
    rows = ScheduleRow.objects.filter(task__in=tasks)
    days = {
        task: finish.astimezone(ZoneInfo(zone)).date()
        for task, finish, zone in rows.values_list(
            "task", "forecast_finish", "workspace__time_zone"
        )
    }
    return {promise.pk: days[promise.task_id] for promise in promises if promise.task_id in days}


def is_late(workspace: Workspace) -> Q:
    """True of promises expected after the day they were promised for."""
    finish = TruncDate("task__schedule__forecast_finish", tzinfo=ZoneInfo(workspace.time_zone))
    return Q(GreaterThan(finish, F("due_on")))
