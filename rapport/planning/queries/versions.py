"""A plan as it stands, and as a scenario would have it: who does what, when, and how much."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from rapport.engine.plan import Plan, Schedule
from rapport.planning.circles import schedule_anyway
from rapport.planning.expectation import as_of
from rapport.planning.models import Scenario
from rapport.planning.queries.engine_plan import COLUMNS, Stored, plan_of, stored
from rapport.planning.queries.trying import tried
from rapport.planning.what_if import read
from rapport.projects.models import Project

ALL = 100
AN_INSTANT = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Work:
    """What people put into a task: all of it and what is left, and the days they do that on.

    `task` is below zero where the task is yet to be made; `member` is who does it, `who` the name
    a file brought instead.
    """

    task: int
    name: str
    member: int | None
    who: str
    minutes: int
    left: float
    first: date
    last: date


@dataclass(frozen=True)
class Version:
    """The rows of a plan and the dates they come to. What is overdue is expected from today on."""

    rows: Stored
    plan: Plan
    placed: Schedule
    circle: tuple[str, ...]
    today: datetime

    @cached_property
    def expected(self) -> Schedule:
        """Its dates if what is overdue begins, or goes on, today."""
        midnight = datetime.combine(self.today.date(), time())
        overdue = as_of(self.plan, self.placed, midnight)
        return schedule_anyway(overdue)[0] if overdue else self.placed

    @cached_property
    def people(self) -> dict[str, int]:
        """Who does a task, by its uid."""
        return {str(row["pk"]): row["assignee_id"] for row in self._live if row["assignee_id"]}

    @cached_property
    def names(self) -> dict[int, str]:
        """Of all live tasks."""
        return {row["pk"]: row["name"] for row in self._live}

    def work(self) -> Iterator[Work]:
        """Of every task that counts and is not the sum of others. What runs around the clock
        takes nobody's time unless it says so."""
        then = self.expected.by_uid()
        counts = {task.uid for task in self.plan.tasks if task.active}
        for row in self._live:
            where = then[str(row["pk"])]
            if where.summary or where.uid not in counts:
                continue
            work, is_open = row["work_minutes"], row["actual_finish"] is None
            minutes = work if work is not None else _ordinary(row)
            left = minutes * (ALL - row["percent_complete"]) / ALL if is_open else 0
            first = where.start.date()
            yield Work(
                row["pk"], row["name"], row["assignee_id"], row["assignee_name"], minutes, left,
                first, max(first, (where.finish - AN_INSTANT).date()),
            )  # fmt: skip

    @cached_property
    def _live(self) -> list[dict[str, Any]]:
        rows = (dict(zip(COLUMNS, row, strict=True)) for row in self.rows.tasks)
        return [row for row in rows if row["binned_at"] is None]


def versions(project: Project, scenarios: Sequence[Scenario], *, at: datetime) -> list[Version]:
    """The plan as it stands, and as each scenario would have it, in a fixed number of queries for
    each."""
    now = stored(project)
    zone = ZoneInfo(project.workspace.time_zone)
    today = at.astimezone(zone).replace(tzinfo=None)
    tries = (tried(project, now, read(one.edits), at=at) for one in scenarios)
    return [_version(project, rows, today) for rows in (now, *tries)]


def _version(project: Project, rows: Stored, today: datetime) -> Version:
    plan = plan_of(project, rows).plan
    return Version(rows, plan, *schedule_anyway(plan), today)


def _ordinary(row: dict[str, Any]) -> int:
    minutes: int = 0 if row["is_elapsed"] else row["duration_minutes"]
    return minutes
