"""Edits that are tried on a plan: what each of them is, and the plan with them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any, Literal, get_args

from rapport.engine.plan import Plan, Task

Kind = Literal["duration", "left_out", "not_before", "unlinked"]
KINDS: tuple[Kind, ...] = get_args(Kind)


@dataclass(frozen=True, slots=True)
class Edit:
    """One edit of a task: another duration, leaving it out, a day it does not begin before, or
    that it waits no more for another task (`other`)."""

    kind: Kind
    task: int
    minutes: int = 0
    day: date | None = None
    other: int = 0

    def written(self) -> dict[str, Any]:
        """As a scenario keeps it."""
        day = self.day.isoformat() if self.day else None
        return {
            "kind": self.kind, "task": self.task, "minutes": self.minutes, "day": day,
            "other": self.other,
        }  # fmt: skip


def read(kept: Iterable[Mapping[str, Any]]) -> list[Edit]:
    """The edits of a scenario."""
    return [
        Edit(
            one["kind"], one["task"], one["minutes"],
            date.fromisoformat(one["day"]) if one["day"] else None, one["other"],
        )
        for one in kept
    ]  # fmt: skip


def tried(plan: Plan, edits: Iterable[Edit]) -> Plan:
    """The plan with these edits; what they say of tasks that are not in it is passed over."""
    tasks = {task.uid: task for task in plan.tasks}
    links = plan.links
    for edit in edits:
        uid = str(edit.task)
        if edit.kind == "unlinked":
            pair = (str(edit.other), uid)
            links = tuple(one for one in links if (one.predecessor, one.successor) != pair)
        elif uid in tasks:
            tasks[uid] = _edited(tasks[uid], edit)
    return replace(plan, tasks=tuple(tasks[task.uid] for task in plan.tasks), links=links)


def _edited(task: Task, edit: Edit) -> Task:
    if edit.kind == "left_out":
        return replace(task, active=False)
    if edit.kind == "not_before" and edit.day:
        at = datetime.combine(edit.day, time())
        return replace(task, constraint="SNET", constraint_at=at, manual=False)
    grown = edit.minutes / task.duration_minutes if task.duration_minutes else 1
    shares = tuple(
        replace(share, duration_minutes=share.duration_minutes * grown)
        for share in task.assignments
    )
    return replace(task, duration_minutes=edit.minutes, assignments=shares, manual=False)
