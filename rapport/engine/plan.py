"""The plain values a schedule is computed from, and what comes out.

Times are naive local datetimes, amounts are working minutes. A plan says nothing about
where it came from; `rapport.engine.network.schedule` turns it into a `Schedule`.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, NamedTuple

ConstraintKind = Literal["ASAP", "ALAP", "SNET", "SNLT", "FNET", "FNLT", "MSO", "MFO"]
LinkKind = Literal["FS", "SS", "FF", "SF"]
LagKind = Literal["working", "elapsed", "percent"]
RecurrenceKind = Literal["daily", "weekly", "monthly", "yearly"]

# Periods of one day: (from, to) in minutes after midnight, ascending; () is a day off.
Periods = tuple[tuple[int, int], ...]

OFFICE_DAY: Periods = ((480, 720), (780, 1020))
FULL_DAY: Periods = ((0, 1440),)
# Monday first, as in `date.weekday()`.
OFFICE_WEEK: tuple[Periods, ...] = (OFFICE_DAY,) * 5 + ((), ())

SAME = 0.05  # minutes within which two amounts of work are the same
SHOWN = 12  # names of a circle that fit a sentence


class PlanError(ValueError):
    """The plan cannot be scheduled; the message is a sentence for the person."""


class CircularDependency(PlanError):
    """Tasks wait for each other in a circle; `names` lists them in the order of the links."""

    def __init__(self, uids: tuple[str, ...], names: tuple[str, ...]) -> None:
        self.uids, self.names = uids, names
        shown = names if len(names) <= SHOWN else (*names[: SHOWN - 2], "…", names[-1])
        super().__init__("These tasks wait for each other: " + " → ".join((*shown, names[0])) + ".")


@dataclass(frozen=True, slots=True)
class Recurrence:
    """When an exception comes back.

    `every` counts days, weeks, months or years. Weekdays are 0 (Monday) to 6. A month rule names
    either `day` (1 to 31) or the `position` (1 to 4, 5 the last) of one of `weekdays`;
    without weekdays the position counts days. `month` is for yearly rules.
    """

    kind: RecurrenceKind = "daily"
    every: int = 1
    weekdays: frozenset[int] = frozenset()
    day: int | None = None
    position: int | None = None
    month: int | None = None


@dataclass(frozen=True, slots=True)
class CalendarException:
    """Days from `first` to `last` that are worked in `periods` instead of the week's."""

    first: date
    last: date
    periods: Periods = ()
    recurrence: Recurrence | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class WorkWeek:
    """Another week between two dates; a day that is `None` stays as in the ordinary week."""

    first: date
    last: date
    days: tuple[Periods | None, ...]


@dataclass(frozen=True, slots=True)
class Calendar:
    """A working week, Monday first, with what differs from it.

    A day that is `None` is taken from `base`, the uid of another calendar.
    """

    uid: str
    name: str = ""
    days: tuple[Periods | None, ...] = OFFICE_WEEK
    exceptions: tuple[CalendarException, ...] = ()
    weeks: tuple[WorkWeek, ...] = ()
    base: str | None = None


@dataclass(frozen=True, slots=True)
class Split:
    """A pause: after so much of the task's duration, so many working minutes of rest."""

    after_minutes: float
    gap_minutes: float


@dataclass(frozen=True, slots=True)
class Assignment:
    """Work of one resource on a task, in the resource's own calendar.

    `duration_minutes` is the working time it takes in that calendar; `delay_minutes` of it are
    waited from the task's start on. Of work that has begun, `remaining_minutes` are left from
    `resume` on. Where the task pauses, everybody rests; pauses are no part of these.
    """

    duration_minutes: float
    calendar: str | None = None
    delay_minutes: float = 0
    remaining_minutes: float | None = None
    resume: datetime | None = None
    who: str = ""


@dataclass(frozen=True, slots=True)
class Task:
    """One line of the plan. A task that is another's parent is a summary and is rolled up."""

    uid: str
    name: str = ""
    wbs: str = ""
    parent: str | None = None
    duration_minutes: float = 0
    elapsed: bool = False
    milestone: bool = False
    calendar: str | None = None
    constraint: ConstraintKind = "ASAP"
    constraint_at: datetime | None = None
    deadline: datetime | None = None
    percent_complete: float = 0
    actual_start: datetime | None = None
    actual_finish: datetime | None = None
    # Work left after `stop`; taken up again no earlier than `resume`.
    remaining_minutes: float | None = None
    stop: datetime | None = None
    resume: datetime | None = None
    # A manual task stands where `start` and `finish` say, whatever its links ask.
    manual: bool = False
    start: datetime | None = None
    finish: datetime | None = None
    active: bool = True
    priority: int = 500
    delay_minutes: float = 0  # levelling delay, elapsed
    splits: tuple[Split, ...] = ()
    assignments: tuple[Assignment, ...] = ()
    ignore_resource_calendars: bool = False

    def pauses_between(self, done: float, most: float) -> tuple[Split, ...]:
        """Its pauses that come after so much of its work, and before so much."""
        return tuple(
            pause for pause in self.splits if done + SAME < pause.after_minutes < most - SAME
        )

    def rest_minutes(self, done: float, most: float) -> float:
        """How long these are together."""
        return sum(pause.gap_minutes for pause in self.pauses_between(done, most))

    def pauses_of(self, part: Assignment) -> tuple[Split, ...]:
        """Those that fall into somebody's work on it."""
        return self.pauses_between(part.delay_minutes, part.delay_minutes + part.duration_minutes)

    def left_minutes(self) -> float | None:
        """What is left of it from `resume` on, with the pauses yet to come."""
        left, length = self.remaining_minutes, self.duration_minutes
        return None if left is None else left + self.rest_minutes(length - left, length)

    def length_of(self, part: Assignment) -> float:
        """How long somebody's work on it takes, with the pauses."""
        return part.duration_minutes + sum(pause.gap_minutes for pause in self.pauses_of(part))

    def left_of(self, part: Assignment) -> float | None:
        """What is left of somebody's work from its `resume` on, with the pauses yet to come."""
        end, left = part.delay_minutes + part.duration_minutes, part.remaining_minutes
        return None if left is None else left + self.rest_minutes(end - left, end)


@dataclass(frozen=True, slots=True)
class Link:
    """`successor` waits for `predecessor`. A negative lag is a lead.

    `lag` is minutes (working time of the successor's calendar, or elapsed) or, with
    `lag_kind="percent"`, hundredths of the predecessor's duration.
    """

    predecessor: str
    successor: str
    kind: LinkKind = "FS"
    lag: float = 0
    lag_kind: LagKind = "working"
    lag_elapsed: bool = False  # percent of the duration, counted as elapsed time


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything a schedule depends on. `calendar` is the uid of the project's calendar.

    With `from_finish` the plan is laid backwards from `finish`.
    """

    start: datetime
    tasks: tuple[Task, ...] = ()
    links: tuple[Link, ...] = ()
    calendars: tuple[Calendar, ...] = (Calendar("standard", "Standard"),)
    calendar: str = "standard"
    status_date: datetime | None = None
    finish: datetime | None = None
    from_finish: bool = False
    honor_constraints: bool = True
    critical_slack_minutes: float = 0
    multiple_critical_paths: bool = False


class ScheduledTask(NamedTuple):
    """Where a task stands. Slack is working minutes of its calendar; negative slack is lateness.

    `driver` is the uid of the task that decides the start, `None` when `reason` says it all:
    start (of the project), link, constraint, actual, manual, children.
    """

    uid: str
    start: datetime
    finish: datetime
    early_start: datetime
    early_finish: datetime
    late_start: datetime
    late_finish: datetime
    total_slack: float
    free_slack: float
    critical: bool
    summary: bool = False
    driver: str | None = None
    reason: str = "start"


@dataclass(frozen=True, slots=True)
class Schedule:
    """The plan's dates, task by task in the plan's order."""

    start: datetime
    finish: datetime
    tasks: tuple[ScheduledTask, ...]

    def by_uid(self) -> dict[str, ScheduledTask]:
        """The same tasks, to look up."""
        return {task.uid: task for task in self.tasks}
