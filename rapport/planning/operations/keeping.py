"""Write down what differs between the rows of a plan and those that a scenario would have."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from rapport.accounts.models import Member
from rapport.engine.plan import Link
from rapport.events.actor import Acts
from rapport.lib.visibility import Visibility
from rapport.planning.models import PlanCalendar
from rapport.planning.operations import timings
from rapport.planning.queries.engine_plan import COLUMNS, Stored
from rapport.projects.durations import Lag
from rapport.projects.models import Project, Task
from rapport.projects.operations import hands, progress, tasks, writing
from rapport.projects.operations.tasks import NewTask
from rapport.projects.operations.writing import Line
from rapport.projects.waits import Wait

# What one act writes of a task; who does it, and how far it is, are acts of their own.
WRITTEN = (
    "duration_minutes", "is_milestone", "constraint", "constraint_at", "deadline", "work_minutes",
)  # fmt: skip
EFFORT = ("duration_minutes", "work_minutes")

Row = dict[str, Any]


def write_down(
    project: Project, before: Stored, after: Stored, *, by: Acts, at: datetime
) -> list[int]:
    """Make the plan the other one, by the operations people use. Returns the numbers of the acts
    in the order they were done."""
    was, now = _rows(before), _rows(after)
    live = Task.objects.live().filter(project=project, pk__in=[pk for pk in now if pk > 0])
    known = {task.pk: task for task in live.select_related("project__workspace", "workspace")}
    pen = _Pen(project, known, by, at)
    acts: list[int | None] = [pen.make(now[pk], _above(now, pk)) for pk in now if pk < 0]
    changed = [row for pk, row in now.items() if row != was.get(pk)]
    acts += pen.write(changed, was, _waits(before.links, after.links))
    for row in changed:
        acts += pen.hand_over(row, was.get(row["pk"], {}))
    for pk, row in after.timings.rows.items():
        acts += pen.time(pk, before.timings.rows.get(pk, {}), row)
    return [act for act in acts if act is not None]


@dataclass(frozen=True, slots=True)
class _Pen:
    """Writes, and knows which task each row is."""

    project: Project
    tasks: dict[int, Task]
    by: Acts
    at: datetime

    def make(self, row: Row, above: int | None) -> int:
        """A new task, as visible as the one it comes after."""
        parent, after = (None if pk is None else self.tasks[pk] for pk in (row["parent_id"], above))
        new = NewTask(
            row["name"], parent, after, row["duration_minutes"], row["is_milestone"],
            visibility=after.visibility if after else Visibility.CLIENT,
        )  # fmt: skip
        self.tasks[row["pk"]], act = tasks.added(self.project, new, by=self.by, at=self.at)
        return act

    def write(
        self, rows: list[Row], was: dict[int, Row], waits: dict[int, list[Link]]
    ) -> list[int | None]:
        """Fields and links as one act."""
        values = {row["pk"]: self._values(row, was.get(row["pk"])) for row in rows}
        lines = [
            Line(
                self.tasks[pk], values.get(pk, {}), [*map(self._wait, waits[pk])]
                if pk in waits else None,
            )
            for pk in dict.fromkeys([*values, *waits])
        ]  # fmt: skip
        return [writing.write(self.project, lines, by=self.by, at=self.at)] if lines else []

    def hand_over(self, row: Row, was: Row) -> Iterator[int | None]:
        """How far the task is, and who does it."""
        task = self.tasks[row["pk"]]
        if row["percent_complete"] != was.get("percent_complete", 0):
            yield progress.set_percent(task, row["percent_complete"], by=self.by, at=self.at)
        if row["assignee_id"] != was.get("assignee_id"):
            member = Member.objects.filter(pk=row["assignee_id"]).first()
            yield hands.assign(task, member, by=self.by, at=self.at)

    def time(self, pk: int, was: Row, row: Row) -> Iterator[int | None]:
        """The finer points."""
        task = self.tasks.get(pk)
        if task is None:
            return
        if not row["is_active"] and was.get("is_active", True):
            yield timings.leave_out(task, by=self.by, at=self.at)
        if was.get("fixed_start") and not row["fixed_start"]:
            yield timings.release(task, by=self.by, at=self.at)
        if row["calendar_id"] != was.get("calendar_id"):
            calendar = PlanCalendar.objects.get(pk=row["calendar_id"])
            yield timings.use_calendar(task, calendar, by=self.by, at=self.at)

    def _values(self, row: Row, was: Row | None) -> Row:
        """What differs. Work and duration go together: none follows the other once tried."""
        found = {name: row[name] for name in WRITTEN if was is None or row[name] != was[name]}
        if not found.keys().isdisjoint(EFFORT):
            found |= {name: row[name] for name in EFFORT}
        return found

    def _wait(self, link: Link) -> Wait:
        number = self.tasks[int(link.predecessor)].number
        if link.lag_kind == "percent":
            return Wait(number, link.kind, Lag(percent=link.lag, is_elapsed=link.lag_elapsed))
        return Wait(number, link.kind, Lag(link.lag, is_elapsed=link.lag_kind == "elapsed"))


def _rows(stored: Stored) -> dict[int, Row]:
    rows = (dict(zip(COLUMNS, row, strict=True)) for row in stored.tasks)
    return {row["pk"]: row for row in rows}


def _above(rows: dict[int, Row], new: int) -> int | None:
    """The sibling above it."""
    found = None
    for pk, row in rows.items():
        if pk == new:
            return found
        if row["parent_id"] == rows[new]["parent_id"]:
            found = pk
    return found


def _waits(before: tuple[Link, ...], after: tuple[Link, ...]) -> dict[int, list[Link]]:
    """The links of those tasks that wait otherwise."""
    was, now = defaultdict[str, list[Link]](list), defaultdict[str, list[Link]](list)
    for links, found in ((before, was), (after, now)):
        for link in links:
            found[link.successor].append(link)
    differing = [uid for uid in {**was, **now} if {*was[uid]} != {*now[uid]}]
    return {int(uid): now[uid] for uid in differing}
