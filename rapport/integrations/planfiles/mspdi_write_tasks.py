"""A plan's tasks and their links as those of a Microsoft Project XML file."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from rapport.engine.calendar import Calendars
from rapport.engine.plan import Link, Plan, ScheduledTask, Task
from rapport.integrations.planfiles.mspdi_tasks import BY_SIGHT, CONSTRAINTS, KEEPS, LINKS
from rapport.integrations.planfiles.mspdi_values import ELAPSED_PERCENT, PERCENT
from rapport.integrations.planfiles.mspdi_write_numbers import Numbers
from rapport.integrations.planfiles.mspdi_write_values import (
    IN_DAYS,
    IN_ELAPSED_DAYS,
    NO_CALENDAR,
    Pairs,
    duration,
    record,
    tenths,
)
from rapport.integrations.planfiles.records import PlanTask

NOTHING_SAID = PlanTask("", "")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a task stands in the outline, beneath how many others."""

    position: int
    number: str
    level: int
    is_summary: bool


@dataclass(frozen=True, slots=True)
class Line:
    """All there is to say of a task: the engine's words, the file's words, its dates."""

    task: Task
    said: PlanTask
    dates: ScheduledTask
    place: Place


def outlined(plan: Plan) -> list[tuple[Task, Place]]:
    """The tasks in outline order; one that stands for the whole project is at level 0."""
    below: dict[str | None, list[Task]] = {}
    known = {task.uid for task in plan.tasks}
    for task in plan.tasks:
        below.setdefault(task.parent if task.parent in known else None, []).append(task)
    top = below.get(None, ())
    is_rooted = len(top) == 1 and top[0].uid == "0"
    waiting = [(task, "0" if is_rooted else str(n)) for n, task in enumerate(top, 1)][::-1]
    found: list[tuple[Task, Place]] = []
    while waiting:
        task, number = waiting.pop()
        level = 0 if number == "0" else number.count(".") + 1
        parts = below.get(task.uid, ())
        found.append((task, Place(len(found) + (not is_rooted), number, level, bool(parts))))
        prefix = "" if number == "0" else f"{number}."
        waiting += [(part, f"{prefix}{n}") for n, part in enumerate(parts, 1)][::-1]
    return found


def links_to(plan: Plan) -> Mapping[str, list[Link]]:
    """The links by the task that waits."""
    found: dict[str, list[Link]] = {}
    for link in plan.links:
        found.setdefault(link.successor, []).append(link)
    return found


def task(
    line: Line,
    plan: Plan,
    numbers: Numbers,
    calendars: Calendars,
    costs: tuple[Pairs, Pairs],
    inner: Iterable[etree._Element],
) -> etree._Element:
    """One task with what drives its dates, and the dates; what it costs once, and in all; its
    links and baselines stand in it."""
    once, total = costs
    return record(
        "Task",
        (
            *_row(line, numbers),
            *_times(line, plan, calendars),
            *_slack(line),
            *once,
            ("PercentComplete", line.task.percent_complete),
            *total,
            *_progress(line),
            *_ties(line.task, numbers),
            ("Notes", line.said.description or None),
            *_earned(line.said),
        ),
        *inner,
    )


def _row(line: Line, numbers: Numbers) -> Pairs:
    task, place = line.task, line.place
    return (
        ("UID", numbers.tasks[task.uid]),
        ("ID", place.position),
        ("Name", task.name or None),
        ("Active", task.active),
        ("Manual", task.manual),
        ("Type", KEEPS.index(line.said.keeps or KEEPS[0])),
        ("IsNull", False),
        ("WBS", task.wbs or None),
        ("OutlineNumber", place.number),
        ("OutlineLevel", place.level),
        ("Priority", task.priority),
    )


def _times(line: Line, plan: Plan, calendars: Calendars) -> Pairs:
    task, dates = line.task, line.dates
    length = task.duration_minutes
    if not length and not task.milestone and dates.start < dates.finish:
        # Without a duration the dates speak, as they do when the file is read.
        own = task.calendar if task.calendar and task.calendar in calendars else plan.calendar
        length = max(0, calendars.calendar(own).minutes_between(dates.start, dates.finish))
    span = (
        ("Start", dates.start),
        ("Finish", dates.finish),
        ("Duration", duration(length)),
    )
    fixed: Pairs = ()
    if task.manual:
        fixed = (
            ("ManualStart", task.start),
            ("ManualFinish", task.finish),
            ("ManualDuration", duration(length)),
        )
    return (
        *span,
        *fixed,
        ("DurationFormat", IN_ELAPSED_DAYS if task.elapsed else IN_DAYS),
        ("Work", duration(line.said.work_minutes)),
        ("Stop", task.stop),
        ("Resume", task.resume),
        # Of fixed work Project knows no other kind.
        ("EffortDriven", line.said.keeps == "work"),
        ("Estimated", False),
        ("Milestone", task.milestone),
        ("Summary", line.place.is_summary),
        ("Critical", dates.critical),
    )


def _slack(line: Line) -> Pairs:
    dates = line.dates
    return (
        ("EarlyStart", dates.early_start),
        ("EarlyFinish", dates.early_finish),
        ("LateStart", dates.late_start),
        ("LateFinish", dates.late_finish),
        ("FreeSlack", tenths(dates.free_slack)),
        ("TotalSlack", tenths(dates.total_slack)),
    )


def _progress(line: Line) -> Pairs:
    task, said = line.task, line.said
    done = None
    if task.remaining_minutes is not None:
        done = max(0, task.duration_minutes - task.remaining_minutes)
    left = None
    if said.work_minutes is not None:
        left = max(0, said.work_minutes - said.spent_minutes)
    return (
        ("ActualStart", task.actual_start),
        ("ActualFinish", task.actual_finish),
        ("ActualDuration", duration(done)),
        ("ActualWork", duration(said.spent_minutes)),
        ("RemainingDuration", duration(task.remaining_minutes)),
        ("RemainingWork", duration(left)),
    )


def _earned(said: PlanTask) -> Pairs:
    if said.physical_percent is None:
        return ()
    return (("PhysicalPercentComplete", said.physical_percent), ("EarnedValueMethod", BY_SIGHT))


def _ties(task: Task, numbers: Numbers) -> Pairs:
    return (
        ("ConstraintType", CONSTRAINTS.index(task.constraint)),
        ("CalendarUID", numbers.calendars.get(task.calendar or "", NO_CALENDAR)),
        ("ConstraintDate", task.constraint_at),
        ("Deadline", task.deadline),
        ("LevelingDelay", tenths(task.delay_minutes)),
        ("LevelingDelayFormat", IN_ELAPSED_DAYS),
        ("IgnoreResourceCalendar", task.ignore_resource_calendars),
    )


def waits(links: Iterable[Link], numbers: Numbers) -> Iterator[etree._Element]:
    """The links of one task to those it waits for."""
    for link in links:
        yield record(
            "PredecessorLink",
            (
                ("PredecessorUID", numbers.tasks.get(link.predecessor, link.predecessor)),
                ("Type", LINKS.index(link.kind)),
                ("CrossProject", False),
                ("LinkLag", link.lag if link.lag_kind == "percent" else tenths(link.lag)),
                ("LagFormat", _lag_format(link)),
            ),
        )


def _lag_format(link: Link) -> int:
    if link.lag_kind == "percent":
        return ELAPSED_PERCENT if link.lag_elapsed else PERCENT
    return IN_ELAPSED_DAYS if link.lag_kind == "elapsed" else IN_DAYS
