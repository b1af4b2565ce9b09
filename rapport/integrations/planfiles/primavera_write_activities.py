"""A plan's tasks as Primavera's activities.

Pauses, delays of single people and dates fixed by hand have no word of their own there: such an
activity takes as long as it stands in this plan, and is tied to its start where it was.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from rapport.engine.plan import Assignment, Plan, ScheduledTask, Task
from rapport.integrations.planfiles import primavera_records as p6
from rapport.integrations.planfiles.primavera_write_calendars import Hours
from rapport.integrations.planfiles.primavera_write_links import calendar_of
from rapport.integrations.planfiles.records import PlanTask

ALL = 100
LONGEST_NAME = 120
DATED = ("SNET", "SNLT", "FNET", "FNLT", "MSO", "MFO")


@dataclass(frozen=True, slots=True)
class Place:
    """Where an activity stands: its number, its code, the node it is in."""

    number: str
    code: str
    wbs: str


@dataclass(frozen=True, slots=True)
class Activities:
    """Writes the tasks of a plan; `waiting` are the numbers of those that wait for another,
    `tied` what a summary says of the start of all in it."""

    plan: Plan
    hours: Hours
    waiting: frozenset[str]
    tied: Mapping[str, datetime]
    data_date: datetime
    project: str

    def write(self, task: Task, dates: ScheduledTask, said: PlanTask, place: Place) -> p6.Activity:
        """One task."""
        by_people = self._is_by_people(task)
        length = self._length(task, dates)
        status, remaining = self._progress(task, dates, length)
        constraint, at = self._constraint(task, dates)
        return p6.Activity(
            uid=place.number,
            project=self.project,
            name=task.name[:LONGEST_NAME],
            code=place.code,
            wbs=place.wbs,
            calendar=self.hours.number(calendar_of(task)),
            kind=p6.RESOURCE_TASK if by_people else self._kind(task, length, place.number),
            status=status,
            duration=length,
            remaining=remaining,
            percent=ALL if status == p6.COMPLETE else task.percent_complete,
            constraint=constraint,
            constraint_at=at,
            second="FNLT" if task.deadline else "",
            second_at=task.deadline,
            actual_start=task.actual_start,
            actual_finish=task.actual_finish,
            start=dates.start,
            finish=dates.finish,
            total_float=dates.total_slack,
            late_start=dates.late_start,
            late_finish=dates.late_finish,
            keeps=said.keeps or "",
            notes=said.description,
        )

    def work(self, task: Task, dates: ScheduledTask, part: Assignment) -> tuple[float, float]:
        """The work of one person on a task, and what is left of it, in minutes."""
        by_people = self._is_by_people(task)
        uid = part.calendar if by_people else calendar_of(task)
        whole = part.duration_minutes if by_people else task.duration_minutes
        if _is_as_placed(task):
            whole = self.hours.between(dates.start, dates.finish, uid)
        if task.actual_finish:
            return whole, 0
        if not task.actual_start:
            return whole, whole
        since = max(self.data_date, task.actual_start)
        return whole, max(0, self.hours.between(since, dates.finish, uid))

    def _is_by_people(self, task: Task) -> bool:
        """Whether the hours of those who do it date it, and not its own."""
        if task.elapsed or task.manual or not task.assignments or task.ignore_resource_calendars:
            return False
        own = task.calendar or self.plan.calendar
        return any(
            (part.calendar or own) != own or part.duration_minutes != task.duration_minutes
            for part in task.assignments
        )

    def _kind(self, task: Task, length: float, number: str) -> str:
        if not length and not task.actual_start:
            return p6.FINISH_MILESTONE if number in self.waiting else p6.START_MILESTONE
        return p6.TASK

    def _length(self, task: Task, dates: ScheduledTask) -> float:
        if not _is_as_placed(task):
            return task.duration_minutes
        return self.hours.between(dates.start, dates.finish, calendar_of(task))

    def _constraint(self, task: Task, dates: ScheduledTask) -> tuple[str, datetime | None]:
        if task.actual_start:
            return "", None
        if task.manual or dates.reason == "manual":
            return "MSO", dates.start
        if task.constraint in DATED and task.constraint_at:
            return task.constraint, task.constraint_at
        if task.delay_minutes or self.plan.from_finish:
            return "SNET", dates.start
        if task.constraint == "ALAP":
            return "ALAP", None
        if since := self.tied.get(task.uid):
            return "SNET", since
        # Where something stands before the project's own start, the rest does not follow it there.
        if self.data_date < self.plan.start <= dates.start:
            return "SNET", self.plan.start
        return "", None

    def _progress(self, task: Task, dates: ScheduledTask, length: float) -> tuple[str, float]:
        """What is left ends where it ends in this plan."""
        if task.actual_finish:
            return p6.COMPLETE, 0
        if not task.actual_start:
            return p6.NOT_STARTED, length
        since = max(self.data_date, task.actual_start)
        return p6.ACTIVE, max(0, self.hours.between(since, dates.finish, calendar_of(task)))


def _is_as_placed(task: Task) -> bool:
    is_active = task.actual_start is not None and task.actual_finish is None
    is_delayed = any(part.delay_minutes for part in task.assignments)
    return bool(task.manual or task.splits or is_delayed or is_active)
