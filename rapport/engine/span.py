"""How long a task takes once it may begin, in the calendars of those who do it."""

from collections.abc import Iterator

from rapport.engine import ticks
from rapport.engine.calendar import Calendars
from rapport.engine.plan import Assignment, Plan, PlanError, Task
from rapport.engine.worktable import AroundTheClock, WorkingTime, WorkTable

ELAPSED = AroundTheClock()


class Span:
    """A stretch of work in one calendar; `own` is the task's, in which slack is counted."""

    __slots__ = ("left", "own", "ticks", "time")

    def __init__(self, time: WorkingTime, length: int, own: WorkingTime | None = None) -> None:
        self.time, self.ticks = time, length
        self.own = own or time
        self.left: tuple[tuple[Span, int, int], ...] = ()

    def begin(self, at: int) -> int:
        """The first moment from `at` on when this can begin."""
        worked = self.time.worked(at)
        if not self.ticks and self.time.finish_of(worked) == at:
            return at
        return self.time.start_of(worked)

    def end(self, at: int) -> int:
        """The last moment up to `at` when this can end."""
        worked = self.time.worked(at)
        if not self.ticks and self.time.start_of(worked) == at:
            return at
        return self.time.finish_of(worked)

    def finish(self, start: int) -> int:
        """Where the work ends that begins at `start`."""
        if not self.ticks:
            return start
        return self.time.finish_of(self.time.worked(start) + self.ticks)

    def start(self, finish: int) -> int:
        """Where the work begins that ends at `finish`."""
        if not self.ticks:
            return finish
        return self.time.start_of(self.time.worked(finish) - self.ticks)

    def after(self, at: int, length: int) -> int:
        """Where other work of this length ends that begins at `at`, in the same calendars."""
        return self.time.finish_of(self.time.worked(at) + length) if length else at

    def before(self, at: int, length: int) -> int:
        """Where other work of this length begins that ends at `at`, in the same calendars."""
        return self.time.start_of(self.time.worked(at) - length) if length else at

    def between(self, start: int, finish: int) -> int:
        """Working time of the task from start to finish."""
        worked = self.own.worked
        return worked(finish) - worked(start) if start != finish else 0


class TeamSpan(Span):
    """Work shared by several, each in their own calendar: over when the last one is done."""

    __slots__ = ("parts",)

    def __init__(self, time: WorkingTime, length: int, parts: list[tuple[Span, int]]) -> None:
        super().__init__(time, length)
        self.parts = parts

    def begin(self, at: int) -> int:
        """See `Span`."""
        return min(part.begin(at) for part, _ in self.parts)

    def end(self, at: int) -> int:
        """See `Span`."""
        return max(part.end(at) for part, _ in self.parts)

    def finish(self, start: int) -> int:
        """See `Span`."""
        return max(part.finish(part.begin(part.after(start, wait))) for part, wait in self.parts)

    def start(self, finish: int) -> int:
        """See `Span`."""
        starts = (part.start(part.end(finish)) for part, _ in self.parts)
        return min(
            part.time.start_of(part.time.worked(at) - wait) if wait else at
            for at, (part, wait) in zip(starts, self.parts, strict=True)
        )


class Spans:
    """Makes the spans of a plan's tasks; tasks alike in calendar and length share one."""

    def __init__(self, plan: Plan, calendars: Calendars) -> None:
        self._project, self._since = plan.calendar, plan.start
        self._calendars = calendars
        self._plain: dict[tuple[str | None, int], Span] = {}
        self._times: dict[tuple[str | None, str | None], WorkTable] = {}

    def of(self, task: Task) -> Span:
        """The span of a task, with its pauses."""
        length = ticks.from_minutes(task.duration_minutes)
        if length < 0:
            raise PlanError(f"The task “{task.name or task.uid}” has a negative duration.")
        if task.splits:
            length += ticks.from_minutes(sum(pause.gap_minutes for pause in task.splits))
        if task.elapsed:
            return Span(ELAPSED, length)
        if task.assignments:
            return self._assigned(task, length)
        key = task.calendar, length
        span = self._plain.get(key)
        if span is None:
            span = self._plain[key] = Span(self._own(task), length)
        return span

    def _own(self, task: Task) -> WorkTable:
        return self._calendars.table(task.calendar or self._project)

    def _assigned(self, task: Task, length: int) -> Span:
        parts = [self._part(task, assignment) for assignment in task.assignments]
        first, wait = parts[0]
        span = TeamSpan(self._own(task), length, parts) if len(parts) > 1 or wait else first
        if task.actual_start and not task.actual_finish:
            span.left = tuple(_left(task, parts))
        return span

    def _part(self, task: Task, assignment: Assignment) -> tuple[Span, int]:
        resource = None if task.ignore_resource_calendars else assignment.calendar
        key = task.calendar, resource
        if key not in self._times:
            self._times[key] = self._time(*key)
        length = ticks.from_minutes(task.length_of(assignment))
        span = Span(self._times[key], length, self._own(task))
        return span, ticks.from_minutes(assignment.delay_minutes)

    def _time(self, task: str | None, resource: str | None) -> WorkTable:
        """The time in which a resource can work on a task, by their calendars."""
        if resource is None:
            return self._calendars.table(task or self._project)
        if task is None:
            return self._calendars.table(resource)
        return self._calendars.shared(task, resource, self._since)


def _left(task: Task, parts: list[tuple[Span, int]]) -> Iterator[tuple[Span, int, int]]:
    """What is left of each assignment that has begun: in which calendar, from when, how much."""
    for assignment, (part, _) in zip(task.assignments, parts, strict=True):
        left = task.left_of(assignment)
        if assignment.resume and left is not None:
            yield part, ticks.from_datetime(assignment.resume), ticks.from_minutes(left)
