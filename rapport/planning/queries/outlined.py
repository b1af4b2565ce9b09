"""The rows of a plan as people read it: tasks in outline order with their dates."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from rapport.projects.durations import Length, written
from rapport.projects.models import Project, Task
from rapport.projects.queries.helping import Hand, all_in_words, helpers_of
from rapport.ui.words import length_in_words

FIELDS = (
    "pk", "number", "parent_id", "name", "state", "turn", "percent_complete", "is_milestone",
    "duration_minutes", "assignee_id", "assignee__user__name", "assignee__user__email",
    "assignee_name", "deadline", "actual_start", "schedule__wbs", "schedule__start",
    "schedule__finish", "schedule__total_slack", "schedule__is_critical",
    "schedule__is_summary", "schedule__driver_id", "schedule__reason",
    "schedule__forecast_finish", "is_elapsed", "timing__is_active",
    "constraint_at", "schedule__late_finish",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One task with its dates, local times of the workspace; no dates until it is scheduled."""

    pk: int
    number: int
    parent: int | None
    name: str
    state: str
    turn: str
    percent: int
    milestone: bool
    duration: int
    assignee: int | None
    who: str
    deadline: date | None
    started: bool
    wbs: str
    start: datetime | None
    finish: datetime | None
    slack: int
    critical: bool
    summary: bool
    driver: int | None
    reason: str
    expected: datetime | None
    elapsed: bool
    active: bool
    tied: datetime | None
    late: datetime | None

    @property
    def level(self) -> int:
        """How deep it stands in the outline."""
        return self.wbs.count(".")

    @property
    def length(self) -> str:
        """Its duration in words; none for a milestone."""
        if self.milestone and not self.duration:
            return ""
        return length_in_words(self.duration, is_elapsed=self.elapsed)

    @property
    def slack_in_words(self) -> str:
        """How far it can move, in the unit its duration counts in."""
        return length_in_words(self.slack, is_elapsed=self.elapsed)

    @property
    def typed(self) -> str:
        """Its duration as people type it."""
        return written(Length(self.duration, self.elapsed))


def plan_rows(project: Project, *, only: Collection[int] | None = None) -> list[PlanRow]:
    """The live tasks of a project in outline order; summaries show what their parts have done."""
    tasks = Task.objects.live().filter(project=project).order_by("position", "pk")
    if only is not None:
        tasks = tasks.filter(pk__in=only)
    local = Local(ZoneInfo(project.workspace.time_zone))
    helpers = helpers_of(project, only=only)
    rows = [_row(values, local, helpers) for values in tasks.values_list(*FIELDS)]
    return rows if only is not None else _with_progress(rows)


class Local:
    """Moments of the database in the workspace's time; the same ones come again and again."""

    def __init__(self, zone: ZoneInfo) -> None:
        self._zone = zone
        self._known: dict[datetime, datetime] = {}

    def __call__(self, at: datetime | None) -> datetime | None:
        if at is None:
            return None
        found = self._known.get(at)
        if found is None:
            found = self._known[at] = at.astimezone(self._zone).replace(tzinfo=None)
        return found


def _row(values: tuple[Any, ...], local: Local, helpers: Mapping[int, Collection[Hand]]) -> PlanRow:
    (
        pk, number, parent, name, state, turn, percent, milestone, duration, assignee, who, email,
        assignee_name, deadline, started, wbs, start, finish, slack, critical, summary, driver,
        reason, expected, elapsed, active, tied, late,
    ) = values  # fmt: skip
    return PlanRow(
        pk, number, parent, name, state, turn, percent, milestone, duration, assignee,
        all_in_words(who or email or assignee_name, helpers.get(pk, ())), deadline,
        started is not None, wbs or "", local(start), local(finish), slack or 0,
        bool(critical), bool(summary), driver, reason or "",
        local(expected), elapsed, active is not False, local(tied), local(late),
    )  # fmt: skip


def _with_progress(rows: list[PlanRow]) -> list[PlanRow]:
    """A summary is done by as much as its parts are, weighed by their durations."""
    weight: dict[int, float] = {}
    done: dict[int, float] = {}
    shown: list[PlanRow] = []
    for row in reversed(rows):
        if row.summary and weight.get(row.pk):
            row = replace(row, percent=round(done[row.pk] / weight[row.pk]))
            own = weight[row.pk]
        else:
            own = float(row.duration or 1)
        if row.parent is not None:
            weight[row.parent] = weight.get(row.parent, 0) + own
            done[row.parent] = done.get(row.parent, 0) + own * row.percent
        shown.append(row)
    shown.reverse()
    return shown
