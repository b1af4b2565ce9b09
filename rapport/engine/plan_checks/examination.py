"""The plan under examination: its schedule, its baseline and the tasks that count."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from rapport.engine.plan import Link, Plan, Schedule, ScheduledTask, Task

COMPLETE = 100
WORKDAY = 480  # minutes
DAY = 1440


@dataclass(frozen=True, slots=True)
class Baseline:
    """When a task was to be done, and in how many working minutes."""

    start: datetime
    finish: datetime
    minutes: float


@dataclass(frozen=True)
class Examination:
    """Everything the checks look at. A day of work has `day_minutes`."""

    plan: Plan
    schedule: Schedule
    baseline: Mapping[str, Baseline] = field(default_factory=dict)
    day_minutes: float = WORKDAY

    @cached_property
    def placed(self) -> dict[str, ScheduledTask]:
        """Where each task stands."""
        return self.schedule.by_uid()

    @cached_property
    def leaves(self) -> tuple[Task, ...]:
        """Active tasks that are no summaries."""
        placed = self.placed
        return tuple(
            task for task in self.plan.tasks if task.active and not placed[task.uid].summary
        )

    @cached_property
    def work(self) -> tuple[Task, ...]:
        """Those that take time: no milestones."""
        return tuple(task for task in self.leaves if not task.milestone and task.duration_minutes)

    @cached_property
    def open_work(self) -> tuple[Task, ...]:
        """Work that is not complete, which most checks are about."""
        return tuple(task for task in self.work if not complete(task))

    @cached_property
    def links(self) -> tuple[Link, ...]:
        """Links between active tasks, to what is not complete."""
        by_uid = {task.uid: task for task in self.plan.tasks if task.active}
        return tuple(
            link
            for link in self.plan.links
            if link.predecessor in by_uid
            and link.successor in by_uid
            and not complete(by_uid[link.successor])
        )

    @cached_property
    def _parents(self) -> dict[str, str]:
        return {task.uid: task.parent for task in self.plan.tasks if task.parent}

    def above(self, uid: str) -> Iterator[str]:
        """The summaries a task is in, the nearest first."""
        parent = self._parents.get(uid)
        while parent is not None:
            yield parent
            parent = self._parents.get(parent)

    def days(self, task: Task, minutes: float) -> float:
        """Working minutes of a task as days."""
        return minutes / (DAY if task.elapsed else self.day_minutes)


def complete(task: Task) -> bool:
    """Whether nothing of a task is left."""
    return task.actual_finish is not None or task.percent_complete >= COMPLETE
