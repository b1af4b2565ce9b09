"""How the work, the duration and the units of a task follow each other; see `engine.effort`."""

from collections.abc import Mapping
from typing import Any, cast

from rapport.engine.effort import Effort, Kept, with_duration, with_units, with_work
from rapport.projects.models import Task

ALL = 100


def balanced(task: Task, values: Mapping[str, Any]) -> dict[str, Any]:
    """New values of a task with what follows from them.

    Nothing follows where nobody has said how much work it is, where both are said, or around the
    clock.
    """
    found = dict(values)
    if found.get("is_elapsed", task.is_elapsed) or not task.work_minutes:
        return found
    effort, kept = _effort(task), cast(Kept, found.get("keeps", task.keeps))
    says = {"duration_minutes", "work_minutes"} & found.keys()
    if says == {"duration_minutes"}:
        found["work_minutes"] = round(with_duration(effort, found["duration_minutes"], kept).work)
    if says == {"work_minutes"} and found["work_minutes"]:
        now = with_work(effort, found["work_minutes"], kept)
        found["duration_minutes"] = round(now.duration)
    return found


def by_units(task: Task, percent: int) -> dict[str, Any]:
    """Values of a task to which people give such a share of their time."""
    effort = _effort(task)
    if not task.work_minutes:
        return {"work_minutes": round(effort.duration * percent / ALL)}
    now = with_units(effort, percent / ALL, cast(Kept, task.keeps))
    return {"work_minutes": round(now.work), "duration_minutes": round(now.duration)}


def by_team(task: Task, percent: int) -> dict[str, Any]:
    """Values of a task to which people give so much more, or less, of their time together.

    Nothing follows where nobody has said how much work it is, or around the clock.
    """
    effort = _effort(task)
    units = effort.units + percent / ALL
    if task.is_elapsed or not task.work_minutes or units <= 0:
        return {}
    now = with_units(effort, units, cast(Kept, task.keeps))
    values = {"work_minutes": round(now.work), "duration_minutes": round(now.duration)}
    return {name: value for name, value in values.items() if getattr(task, name) != value}


def units(task: Task) -> int | None:
    """The share of the working time that goes into a task, in percent; None where its work is
    not known."""
    if not task.work_minutes or not task.duration_minutes or task.is_elapsed:
        return None
    return round(_effort(task).units * ALL)


def _effort(task: Task) -> Effort:
    return Effort(task.duration_minutes, task.work_minutes or 0)
