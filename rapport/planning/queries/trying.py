"""The rows of a plan as a scenario would have them. New tasks have ids below zero."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, time
from typing import Any, cast
from zoneinfo import ZoneInfo

from rapport.engine.effort import Effort, Kept, with_duration
from rapport.engine.plan import Link, LinkKind
from rapport.planning.models import TaskTiming
from rapport.planning.queries.engine_plan import COLUMNS, Stored, link_of
from rapport.planning.queries.timings import TIMING
from rapport.planning.what_if import Edit
from rapport.projects.durations import MINUTES_A_DAY, lag_of
from rapport.projects.models import Project, Task
from rapport.projects.operations.tasks import not_in_the_past

ALL = 100
Row = dict[str, Any]


def tried(project: Project, rows: Stored, edits: Iterable[Edit], *, at: datetime) -> Stored:
    """The rows with these edits; what they say of tasks that are not there is passed over."""
    bench = _Bench(
        {row[0]: dict(zip(COLUMNS, row, strict=True)) for row in rows.tasks},
        [row[0] for row in rows.tasks],
        list(rows.links),
        {pk: dict(row) for pk, row in rows.timings.rows.items()},
        ZoneInfo(project.workspace.time_zone),
        not_in_the_past(project, at).get("constraint_at"),
        dict(Task.objects.filter(project=project).exclude(work_minutes=None)
             .exclude(keeps=Task.Keeps.UNITS).values_list("pk", "keeps")),
    )  # fmt: skip
    for edit in edits:
        row = bench.tasks.get(edit.task)
        if row is not None and row["binned_at"] is None:
            EFFECTS[edit.kind](bench, row, edit)
    tasks = [tuple(bench.tasks[pk][name] for name in COLUMNS) for pk in bench.order]
    timings = replace(rows.timings, rows=bench.timings)
    return Stored(tasks, tuple(bench.links), timings, bench.parts)


def missing(rows: Stored, edits: Iterable[Edit]) -> bool:
    """Whether an edit speaks of a task that is not in the plan any more."""
    live = {row[0] for row in rows.tasks if row[2] is None}
    named = {pk for edit in edits for pk in (edit.task, edit.kind == "linked" and edit.other) if pk}
    return not named <= live


@dataclass(slots=True)
class _Bench:
    tasks: dict[int, Row]
    order: list[int]
    links: list[Link]
    timings: dict[int, Row]
    zone: ZoneInfo
    # When work that is thought of now begins; None before the project does.
    since: datetime | None
    # What stays when the duration of a task changes, where that is not the share of time.
    keeps: dict[int, Kept]
    made: int = field(default=0)
    # New tasks that take over work of another.
    parts: dict[int, int] = field(default_factory=dict)

    @property
    def untied(self) -> Row:
        """How work is tied that may begin at once: no earlier than now."""
        kind = Task.Constraint.SNET if self.since else Task.Constraint.ASAP
        return {"constraint": kind, "constraint_at": self.since}

    def timing(self, pk: int) -> Row:
        """The finer points of a task, to be changed."""
        if pk not in self.timings:
            blank = TaskTiming(task_id=pk)
            self.timings[pk] = {name: getattr(blank, name) for name in TIMING}
        return self.timings[pk]

    def add(self, beside: Row, **said: Any) -> Row:
        """A new task next to another, as one is made when somebody thinks of it now."""
        self.made += 1
        blank = dict.fromkeys(COLUMNS) | {
            "pk": -self.made, "parent_id": beside["parent_id"], "is_milestone": False,
            "percent_complete": 0, "is_elapsed": False, "assignee_name": "",
        }  # fmt: skip
        row: Row = {**blank, **self.untied, **said}
        self.tasks[-self.made] = row
        self.order.insert(self.order.index(beside["pk"]) + 1, -self.made)
        if (calendar := self.timings.get(beside["pk"], {}).get("calendar_id")) is not None:
            self.timing(-self.made)["calendar_id"] = calendar
        return row


def _last(bench: _Bench, row: Row, edit: Edit) -> None:
    """Its work follows, as it does when somebody writes the duration."""
    if row["work_minutes"] and not row["is_elapsed"]:
        effort = Effort(row["duration_minutes"], row["work_minutes"])
        kept = bench.keeps.get(row["pk"], "units")
        row["work_minutes"] = round(with_duration(effort, edit.minutes, kept).work)
    row["duration_minutes"] = edit.minutes
    row["is_milestone"] = row["is_milestone"] and not edit.minutes


def _assign(bench: _Bench, row: Row, edit: Edit) -> None:
    row["assignee_id"], row["assignee_name"] = edit.member, ""


def _share(bench: _Bench, row: Row, edit: Edit) -> None:
    """Half of what is left goes to somebody else, who waits for the same and is waited for."""
    whole, done = row["duration_minutes"], row["percent_complete"]
    theirs = round(whole * (ALL - done) / ALL / 2)
    work = row["work_minutes"]
    their_work = None if work is None else round(work * theirs / whole) if whole else 0
    tie = {"constraint": row["constraint"], "constraint_at": row["constraint_at"]}
    untied = row["constraint"] == Task.Constraint.ASAP or row["actual_start"]
    twin = bench.add(
        row, name=edit.name, duration_minutes=theirs, work_minutes=their_work,
        assignee_id=edit.member, deadline=row["deadline"], **({} if untied else tie),
    )  # fmt: skip
    bench.parts[twin["pk"]] = row["pk"]
    row["duration_minutes"] = whole - theirs
    if their_work is not None:
        row["work_minutes"] = work - their_work
    if done and whole > theirs:
        row["percent_complete"] = min(ALL - 1, round(done * whole / (whole - theirs)))
    one, other = str(row["pk"]), str(twin["pk"])
    bench.links += [replace(link, successor=other) for link in bench.links if link.successor == one]
    bench.links += [
        replace(link, predecessor=other) for link in bench.links if link.predecessor == one
    ]


def _hurry(bench: _Bench, row: Row, edit: Edit) -> None:
    """The same work in longer days."""
    whole = row["duration_minutes"]
    if row["work_minutes"] is None:
        row["work_minutes"] = whole
    row["duration_minutes"] = round(whole * MINUTES_A_DAY / (MINUTES_A_DAY + edit.minutes))


def _tie(bench: _Bench, row: Row, edit: Edit) -> None:
    if edit.day:
        begin = datetime.combine(edit.day, time(), bench.zone)
        row["constraint"], row["constraint_at"] = Task.Constraint.SNET, begin
        _release(bench, row)


def _untie(bench: _Bench, row: Row, edit: Edit) -> None:
    row |= bench.untied
    _release(bench, row)


def _release(bench: _Bench, row: Row) -> None:
    if row["pk"] in bench.timings:
        bench.timings[row["pk"]] |= {"fixed_start": None, "fixed_finish": None}


def _link(bench: _Bench, row: Row, edit: Edit) -> None:
    if bench.tasks.get(edit.other, {"binned_at": True})["binned_at"] is None:
        _unlink(bench, row, edit)
        kind = cast(LinkKind, edit.link)
        bench.links.append(link_of(str(edit.other), str(row["pk"]), kind, lag_of(edit.lag)))


def _unlink(bench: _Bench, row: Row, edit: Edit) -> None:
    pair = str(edit.other), str(row["pk"])
    bench.links = [one for one in bench.links if (one.predecessor, one.successor) != pair]


def _leave_out(bench: _Bench, row: Row, edit: Edit) -> None:
    bench.timing(row["pk"])["is_active"] = False


def _follow(bench: _Bench, row: Row, edit: Edit) -> None:
    """A new task waits for this one, and what waited for its end waits for the new one too."""
    new = bench.add(
        row, name=edit.name, duration_minutes=edit.minutes, assignee_id=edit.member,
        is_milestone=not edit.minutes,
    )  # fmt: skip
    one, other = str(row["pk"]), str(new["pk"])
    bench.links += [
        replace(link, predecessor=other)
        for link in bench.links
        if link.predecessor == one and link.kind == "FS"
    ]
    bench.links.append(Link(one, other))


EFFECTS: dict[str, Callable[[_Bench, Row, Edit], None]] = {
    "duration": _last, "assigned": _assign, "shared": _share, "overtime": _hurry,
    "not_before": _tie, "soonest": _untie, "linked": _link, "unlinked": _unlink,
    "left_out": _leave_out, "followed": _follow,
}  # fmt: skip
