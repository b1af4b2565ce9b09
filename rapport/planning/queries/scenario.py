"""A scenario side by side with the plan as it stands."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from rapport.lib.reader import Reader
from rapport.planning.models import Scenario
from rapport.planning.queries.looking import Outcome, Side, glass_of
from rapport.planning.queries.scenario_hours import Hours, hours_of
from rapport.planning.queries.versions import Version, versions
from rapport.projects.models import Project, Task
from rapport.promises.models import Promise

SHOWN = 20


@dataclass(frozen=True, slots=True)
class Moved:
    """A task that would end on another day."""

    number: int
    name: str
    before: date
    after: date

    @property
    def days(self) -> int:
        """Calendar days later; fewer than none is earlier."""
        return (self.after - self.before).days

    @property
    def sooner(self) -> int:
        """The same the other way round."""
        return -self.days


@dataclass(frozen=True, slots=True)
class Touched:
    """A promise of ours that would be done on another day, or is more or less sure."""

    promise: Promise
    before: Outcome
    after: Outcome

    @property
    def becomes_late(self) -> bool:
        """Expected in time today, and after its day if this was tried."""
        return self.after.is_late(due := self.promise.due_on) and not self.before.is_late(due)

    @property
    def is_saved(self) -> bool:
        """The other way round."""
        return self.before.is_late(due := self.promise.due_on) and not self.after.is_late(due)

    @property
    def is_worse(self) -> bool:
        """Not at all, later, or on the same day less sure."""
        if self.after.is_left_out:
            return True
        return (self.after.day, -self.after.percent) > (self.before.day, -self.before.percent)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Today's plan and the tried one; `circle` when the tried one has no dates of its own."""

    now: Side
    then: Side
    hours: Hours
    moved: list[Moved]
    promises: list[Touched]
    circle: bool

    @property
    def has_costs(self) -> bool:
        """Whether anything costs something in either of them."""
        return bool(self.now.cost or self.then.cost)


def compared(scenario: Scenario, reader: Reader, *, at: datetime) -> Comparison | None:
    """Both plans on the same runs; None for a plan without tasks. Takes tenths of a second.

    Raises `PlanError` with a sentence when the tried plan cannot be dated at all.
    """
    project = scenario.project
    before, after = versions(project, [scenario], at=at)
    if not before.plan.tasks:
        return None
    look = glass_of(project, reader)
    now, then = look(before), look(after)
    return Comparison(
        now.side,
        then.side,
        hours_of(before, after, project.budget_minutes),
        _moved(project, before, after),
        _touched(look.promises, now.outcomes, then.outcomes),
        bool(after.circle),
    )


def _moved(project: Project, before: Version, after: Version) -> list[Moved]:
    """Tasks that end on another day, those that move most first; sums of others, and what is left
    out, are not among them."""
    was = {task.uid: task.finish.date() for task in before.placed.tasks}
    active = {task.uid for task in after.plan.tasks if task.active}
    differing = {
        int(task.uid): (was[task.uid], task.finish.date())
        for task in after.placed.tasks
        if task.uid in was
        and task.uid in active
        and not task.summary
        and task.finish.date() != was[task.uid]
    }
    names = Task.objects.live().filter(project=project, pk__in=differing)
    moved = [Moved(row.number, row.name, *differing[row.pk]) for row in names]
    return sorted(moved, key=lambda one: (-abs(one.days), one.number))


def _touched(
    promises: list[Promise], before: Mapping[int, Outcome], after: Mapping[int, Outcome]
) -> list[Touched]:
    """Those that become late first, then those that are saved, then the others."""
    found = [
        Touched(promise, before[promise.pk], after[promise.pk])
        for promise in promises
        if promise.pk in before and before[promise.pk] != after.get(promise.pk)
    ]
    return sorted(found, key=lambda one: (not one.becomes_late, not one.is_saved))
