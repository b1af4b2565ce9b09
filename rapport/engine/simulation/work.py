"""How much work a task is, in which calendars, and how much of it is left."""

from datetime import datetime

from rapport.engine import ticks
from rapport.engine.plan import Plan, Task
from rapport.engine.simulation.slots import shared
from rapport.engine.simulation.steps import Part, Rest, Use

COMPLETE = 100


def epoch_of(plan: Plan) -> int:
    """The tick from which a simulation of the plan counts: the midnight before its start."""
    return ticks.day_number(plan.start) * ticks.PER_DAY


class Work:
    """Lengths and calendars of one task."""

    def __init__(self, plan: Plan, task: Task) -> None:
        self._plan, self._task, self._epoch = plan, task, epoch_of(plan)
        own: Use = () if task.elapsed else (task.calendar or plan.calendar,)
        self.pauses = ticks.from_minutes(sum(pause.gap_minutes for pause in task.splits))
        self.length = ticks.from_minutes(task.duration_minutes) + self.pauses
        assigned = () if task.elapsed else task.assignments
        uses = [self._use(own, one.calendar) for one in assigned]
        self.parts = tuple(
            Part(
                use, ticks.from_minutes(task.length_of(one)), ticks.from_minutes(one.delay_minutes)
            )
            for use, one in zip(uses, assigned, strict=True)
        ) or (Part(own, self.length),)
        alone = len(self.parts) == 1 and not self.parts[0].wait
        self.use = self.parts[0].use if alone else own
        if alone:
            self.length = self.parts[0].length
        if alone and assigned:
            self.pauses = self.length - ticks.from_minutes(assigned[0].duration_minutes)
        self.done = round(self.length * min(task.percent_complete, COMPLETE) / COMPLETE)
        self.rests = self._rests(uses)

    def _use(self, own: Use, resource: str | None) -> Use:
        task = self._task
        if resource is None or task.ignore_resource_calendars:
            return own
        return shared(self._plan, task.calendar, resource) if task.calendar else (resource,)

    def _rests(self, uses: list[Use]) -> tuple[Rest, ...]:
        """What is left of a started task, where the plan says so."""
        task = self._task
        found = tuple(
            Rest(use, tick_of(one.resume, self._epoch), ticks.from_minutes(left))
            for use, one in zip(uses, task.assignments, strict=bool(uses))
            if one.resume and (left := task.left_of(one)) is not None
        )
        whole = task.left_minutes()
        if found or not task.resume or whole is None:
            return found
        left = ticks.from_minutes(whole)
        stop = tick_of(task.stop, self._epoch) if task.stop else None
        return (Rest(self.use, tick_of(task.resume, self._epoch), left, stop),)


def tick_of(moment: datetime | None, epoch: int) -> int:
    """The tick of a moment as a simulation counts it; 0 for none."""
    return ticks.from_datetime(moment) - epoch if moment else 0
