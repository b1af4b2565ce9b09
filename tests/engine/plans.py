"""Short ways to write a plan in a test: days of eight hours from Monday 2 March 2026 on."""

from datetime import datetime
from typing import Any

from rapport.engine.network import schedule
from rapport.engine.plan import Link, LinkKind, Plan, ScheduledTask, Task

DAY = 480
MONDAY = datetime.fromisoformat("2026-03-02T08:00")


def at(text: str) -> datetime:
    """`"03 17:00"` is the third of March 2026."""
    return datetime.fromisoformat(f"2026-03-{text}")


def task(uid: str, days: float = 1, **fields: Any) -> Task:
    return Task(uid, uid.upper(), duration_minutes=int(days * DAY), **fields)


def link(text: str, lag: float = 0, **fields: Any) -> Link:
    """`"a SS b"`, with the lag in days."""
    before, kind, after = text.split()
    kinds: dict[str, LinkKind] = {"FS": "FS", "SS": "SS", "FF": "FF", "SF": "SF"}
    lag = lag if fields.get("lag_kind") == "percent" else lag * DAY
    return Link(before, after, kinds[kind], lag=lag, **fields)


def run(*parts: Task | Link, **fields: Any) -> dict[str, ScheduledTask]:
    tasks = tuple(part for part in parts if isinstance(part, Task))
    links = tuple(part for part in parts if isinstance(part, Link))
    return schedule(Plan(MONDAY, tasks, links, **fields)).by_uid()


def dates(placed: ScheduledTask) -> tuple[str, str]:
    return f"{placed.start:%d %H:%M}", f"{placed.finish:%d %H:%M}"


def late(placed: ScheduledTask) -> tuple[str, str]:
    return f"{placed.late_start:%d %H:%M}", f"{placed.late_finish:%d %H:%M}"
