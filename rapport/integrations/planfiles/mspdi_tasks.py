"""Tasks and links of a Microsoft Project XML file as the engine's plain values."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from rapport.engine.plan import Assignment, ConstraintKind, Link, LinkKind, Split, Task
from rapport.integrations.planfiles.mspdi_calendars import NO_CALENDAR
from rapport.integrations.planfiles.mspdi_elements import Fields
from rapport.integrations.planfiles.mspdi_values import (
    PERCENT,
    flag,
    is_elapsed,
    lag_kind,
    minutes,
    moment,
    number,
    whole,
)

CONSTRAINTS: tuple[ConstraintKind, ...] = (
    "ASAP", "ALAP", "MSO", "MFO", "SNET", "SNLT", "FNET", "FNLT",
)  # fmt: skip
# What a task of each type keeps: the types in the order of their numbers.
KEEPS = ("units", "duration", "work")
LINKS: tuple[LinkKind, ...] = ("FF", "FS", "SF", "SS")
FINISH_TO_START = 1
BY_SIGHT = 1  # the method of earned value that goes by physical percent complete


def real_tasks(records: Iterable[Fields]) -> list[Fields]:
    """The tasks of the file without the empty rows."""
    return [task for task in records if task.values.get("UID") and not flag(task, "IsNull")]


DATES = ("ActualStart", "ActualFinish", "Stop", "Resume", "Deadline", "ConstraintDate")


def forget_blank_dates(tasks: Iterable[Fields]) -> None:
    """Drop the date that stands for “no date”.

    Some tools fill every date they do not know with one value. It gives itself away as the
    actual finish of a task of which nothing is done.
    """
    blanks = {
        task.values["ActualFinish"]
        for task in tasks
        if task.values.get("ActualFinish")
        and not number(task, "PercentComplete")
        and minutes(task, "RemainingDuration")
    }
    if blanks:
        for task in tasks:
            for name in DATES:
                if task.values.get(name) in blanks:
                    del task.values[name]


def parents(tasks: Sequence[Fields]) -> dict[str, str | None]:
    """Each task's parent, by the outline levels of a list in outline order."""
    above: list[tuple[int, str]] = []
    found: dict[str, str | None] = {}
    for task in tasks:
        level, uid = _level(task), task.values["UID"]
        while above and above[-1][0] >= level:
            above.pop()
        found[uid] = above[-1][1] if above else None
        above.append((level, uid))
    return found


def _level(task: Fields) -> int:
    """How deep a task stands; without its level the outline number tells."""
    number = task.values.get("OutlineNumber", "")
    known = 0 if number == "0" else number.count(".") + 1
    return whole(task, "OutlineLevel", known)


def task_of(
    fields: Fields,
    parent: str | None,
    duration: float,
    work: tuple[tuple[Assignment, ...], tuple[Split, ...]],
    calendars: set[str],
) -> Task:
    """One task with what drives its dates: its work is that of people, and its pauses."""
    values = fields.values
    calendar = values.get("CalendarUID", "")
    started = moment(fields, "ActualStart")
    start, finish = _fixed(fields) or (None, None)
    return Task(
        uid=values["UID"],
        name=values.get("Name", ""),
        wbs=values.get("WBS", "") or values.get("OutlineNumber", ""),
        parent=parent,
        duration_minutes=duration,
        elapsed=is_elapsed(whole(fields, "DurationFormat")),
        milestone=flag(fields, "Milestone"),
        calendar=calendar if calendar not in NO_CALENDAR and calendar in calendars else None,
        constraint=_constraint(fields),
        constraint_at=moment(fields, "ConstraintDate"),
        deadline=moment(fields, "Deadline"),
        percent_complete=number(fields, "PercentComplete"),
        actual_start=started,
        actual_finish=moment(fields, "ActualFinish"),
        remaining_minutes=minutes(fields, "RemainingDuration"),
        stop=moment(fields, "Stop") if started else None,
        resume=moment(fields, "Resume") if started else None,
        manual=start is not None,
        start=start,
        finish=finish,
        active=flag(fields, "Active", "1"),
        priority=whole(fields, "Priority", 500),
        delay_minutes=max(0, number(fields, "LevelingDelay") / 10),
        splits=work[1],
        assignments=work[0],
        ignore_resource_calendars=flag(fields, "IgnoreResourceCalendar"),
    )


def keeps(fields: Fields) -> str:
    """What stays when another of duration, work and units changes: the type of the task."""
    kind = whole(fields, "Type")
    return KEEPS[kind] if 0 <= kind < len(KEEPS) else KEEPS[0]


def physical_percent(fields: Fields) -> int | None:
    """How much of it is there, where that is what it earns."""
    if whole(fields, "EarnedValueMethod") != BY_SIGHT:
        return None
    return min(max(0, round(number(fields, "PhysicalPercentComplete"))), 100)


def _constraint(fields: Fields) -> ConstraintKind:
    kind = whole(fields, "ConstraintType")
    found = CONSTRAINTS[kind] if 0 <= kind < len(CONSTRAINTS) else "ASAP"
    # A constraint whose date is missing, or stands for “no date”, ties to nothing.
    return found if found == "ALAP" or moment(fields, "ConstraintDate") else "ASAP"


def _fixed(fields: Fields) -> tuple[datetime, datetime] | None:
    """The dates of a task that this file does not schedule: manual, external or inserted."""
    if flag(fields, "Manual"):
        start, finish = moment(fields, "ManualStart"), moment(fields, "ManualFinish")
    elif flag(fields, "ExternalTask") or flag(fields, "IsSubproject"):
        start = finish = None
    else:
        return None
    start, finish = start or moment(fields, "Start"), finish or moment(fields, "Finish")
    return (start, finish) if start and finish else None


def links_of(tasks: Iterable[Fields]) -> tuple[Link, ...]:
    """All links between tasks of the file."""
    return tuple(
        _link(task.values["UID"], link) for task in tasks for link in task.all("PredecessorLink")
    )


def _link(successor: str, fields: Fields) -> Link:
    kind = whole(fields, "Type", FINISH_TO_START)
    unit = whole(fields, "LagFormat")
    how = lag_kind(unit)
    lag = number(fields, "LinkLag")
    return Link(
        predecessor=fields.values.get("PredecessorUID", ""),
        successor=successor,
        kind=LINKS[kind] if 0 <= kind < len(LINKS) else "FS",
        lag=lag if how == "percent" else lag / 10,
        lag_kind=how,
        lag_elapsed=how == "percent" and unit % 32 != PERCENT,
    )


def by_task(records: Iterable[Fields]) -> Mapping[str, list[Fields]]:
    """Assignments by the uid of their task."""
    found: dict[str, list[Fields]] = {}
    for fields in records:
        found.setdefault(fields.values.get("TaskUID", ""), []).append(fields)
    return found
