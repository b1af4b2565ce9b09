"""What an exact plan says beyond tasks and links: its calendars, its frame, finer points of tasks.

Only what differs from the usual is noted, so that ordinary tasks stay ordinary.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from rapport.engine.plan import Assignment, Calendar, Plan, Task

LONGEST_NAME = 120
USUAL: Mapping[str, Any] = {
    "ignores_people": False, "exact_minutes": None, "deadline_at": None, "delay_minutes": 0,
    "fixed_start": None, "fixed_finish": None, "is_active": True, "stopped_at": None,
    "resumes_at": None, "remaining_minutes": None, "pauses": [], "ignores_shares": False,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class IncomingTiming:
    """The finer points of one task: `values` are fields of a TaskTiming; calendars are uids."""

    values: Mapping[str, Any]
    calendar: str | None
    shares: tuple[Mapping[str, Any], ...]

    @property
    def is_usual(self) -> bool:
        """Whether there is nothing to note."""
        return not (self.values or self.calendar or self.shares)


@dataclass(frozen=True, slots=True)
class IncomingFrame:
    """The calendars of a file, which of them is the plan's, and how it is reckoned."""

    calendars: tuple[Calendar, ...]
    own: str
    rules: Mapping[str, Any]
    timings: Mapping[str, IncomingTiming]
    start: datetime


def frame_of_file(plan: Plan, zone: ZoneInfo, uids: Iterable[str]) -> IncomingFrame:
    """The frame of the tasks with these uids."""
    reader = _Reader(plan, zone)
    wanted = set(uids)
    timings = {task.uid: reader.timing(task) for task in plan.tasks if task.uid in wanted}
    timings = {uid: timing for uid, timing in timings.items() if not timing.is_usual}
    used = {plan.calendar}
    for timing in timings.values():
        used |= {timing.calendar or "", *(share["calendar"] or "" for share in timing.shares)}
    return IncomingFrame(
        calendars=tuple(_kept(plan.calendars, used)),
        own=plan.calendar,
        rules=_rules(plan, zone),
        timings=timings,
        start=plan.start,
    )


def _rules(plan: Plan, zone: ZoneInfo) -> dict[str, Any]:
    return {
        "starts_at": plan.start.replace(tzinfo=zone),
        "is_from_finish": plan.from_finish and plan.finish is not None,
        "finish_at": plan.finish.replace(tzinfo=zone) if plan.from_finish and plan.finish else None,
        "critical_slack_minutes": plan.critical_slack_minutes,
        "has_several_critical_paths": plan.multiple_critical_paths,
    }


def _kept(calendars: Iterable[Calendar], used: set[str]) -> Iterable[Calendar]:
    """The calendars that stand on their own, those in use, and what these are based on."""
    known = {calendar.uid: calendar for calendar in calendars}
    wanted = {uid for uid, calendar in known.items() if calendar.base is None} | (used & set(known))
    for uid in list(wanted):
        above = known[uid].base
        while above in known and above not in wanted:
            wanted.add(above)
            above = known[above].base
    return (calendar for uid, calendar in known.items() if uid in wanted)


def is_mere_name(calendar: Calendar) -> bool:
    """Whether a calendar only repeats the one it is based on, as those of most people do."""
    return (
        calendar.base is not None
        and not calendar.exceptions
        and not calendar.weeks
        and all(periods is None for periods in calendar.days)
    )


class _Reader:
    """Turns the engine's tasks into what is to be noted about them."""

    def __init__(self, plan: Plan, zone: ZoneInfo) -> None:
        self._plan, self._zone = plan, zone
        self._known = {calendar.uid: calendar for calendar in plan.calendars}

    def timing(self, task: Task) -> IncomingTiming:
        """The finer points of one task."""
        shares = tuple(self._share(task, part) for part in task.assignments)
        if all(_is_plain(task, share) for share in shares):
            shares = ()
        return IncomingTiming(self._values(task, shares), self._meant(task.calendar), shares)

    def _values(self, task: Task, shares: tuple[Mapping[str, Any], ...]) -> dict[str, Any]:
        is_under_way = _is_under_way(task)
        needs_exact = shares or task.manual or task.duration_minutes != round(task.duration_minutes)
        values = {
            "ignores_people": task.ignore_resource_calendars and bool(shares),
            "exact_minutes": task.duration_minutes if needs_exact else None,
            "deadline_at": self._moment(task.deadline),
            "delay_minutes": task.delay_minutes,
            "fixed_start": self._moment(task.start) if task.manual else None,
            "fixed_finish": self._moment(task.finish) if task.manual else None,
            "is_active": task.active,
            "stopped_at": self._moment(task.stop) if is_under_way else None,
            "resumes_at": self._moment(task.resume) if is_under_way else None,
            "remaining_minutes": task.remaining_minutes if is_under_way else None,
            "pauses": [[pause.after_minutes, pause.gap_minutes] for pause in task.splits],
        }
        if not is_under_way or task.resume is None:
            values["remaining_minutes"] = None
        return {name: value for name, value in values.items() if USUAL[name] != value}

    def _share(self, task: Task, part: Assignment) -> dict[str, Any]:
        calendar = self._meant(part.calendar)
        if task.calendar is None and calendar == self._plan.calendar:
            calendar = None
        is_under_way = _is_under_way(task)
        return {
            "who": part.who[:LONGEST_NAME],
            "calendar": calendar,
            "duration_minutes": part.duration_minutes,
            "delay_minutes": part.delay_minutes,
            "remaining_minutes": part.remaining_minutes if is_under_way else None,
            "resumes_at": self._moment(part.resume) if is_under_way else None,
        }

    def _meant(self, uid: str | None) -> str | None:
        """The calendar behind those that only repeat it."""
        while uid in self._known and is_mere_name(self._known[uid]):
            base = self._known[uid].base
            if base not in self._known:
                break
            uid = base
        return uid

    def _moment(self, local: datetime | None) -> datetime | None:
        return local.replace(tzinfo=self._zone) if local else None


def _is_under_way(task: Task) -> bool:
    return task.actual_start is not None and task.actual_finish is None


def _is_plain(task: Task, share: Mapping[str, Any]) -> bool:
    """Whether the work takes just as long as the task does, in the task's own calendar."""
    return (
        (share["calendar"] is None or task.ignore_resource_calendars)
        and share["duration_minutes"] == task.duration_minutes
        and not share["delay_minutes"]
        and share["resumes_at"] is None
    )
