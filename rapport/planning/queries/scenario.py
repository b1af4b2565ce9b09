"""A scenario side by side with the plan as it stands."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from rapport.engine.simulation.outlook import Dates
from rapport.engine.simulation.simulate import simulate
from rapport.lib.reader import Reader
from rapport.planning.models import Scenario
from rapport.planning.queries.outlook import Confidence
from rapport.planning.queries.scenario_hours import Hours, hours_of
from rapport.planning.queries.uncertainty import Uncertainty, uncertainty_of
from rapport.planning.queries.versions import Version, versions
from rapport.projects.models import Project, Task
from rapport.promises.models import Promise

# A page waits for it: fewer runs than the outlook's, and the same for both sides.
RUNS = 2_000
SHOWN = 20


@dataclass(frozen=True, slots=True)
class Side:
    """A plan's finish by the plan itself, and in 50, 80 and 95 of 100 runs; the promises that are
    expected after their day."""

    planned: date
    finish: Confidence
    late: int

    @property
    def early(self) -> date:
        """Done by then in half of the runs."""
        return self.finish.day(50)


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
class Outcome:
    """When a promise is expected to be done, and how sure its day is, in percent; what hangs on a
    task that is left out is not done at all."""

    day: date
    percent: int
    is_left_out: bool = False

    def is_late(self, due: date) -> bool:
        """Whether it is not there on its day."""
        return self.is_left_out or self.day > due


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


def compared(scenario: Scenario, reader: Reader, *, at: datetime) -> Comparison | None:
    """Both plans on the same runs; None for a plan without tasks. Takes tenths of a second.

    Raises `PlanError` with a sentence when the tried plan cannot be dated at all.
    """
    project = scenario.project
    before, after = versions(scenario, at=at)
    if not before.plan.tasks:
        return None
    promises = _promises(project, reader)
    look = _Glass(uncertainty_of(project), ZoneInfo(project.workspace.time_zone), promises)
    now, then = look(before), look(after)
    return Comparison(
        now.side,
        then.side,
        hours_of(before, after, project.budget_minutes),
        _moved(project, before, after),
        _touched(promises, now.outcomes, then.outcomes),
        bool(after.circle),
    )


@dataclass(frozen=True, slots=True)
class _Look:
    side: Side
    outcomes: Mapping[int, Outcome]


@dataclass(frozen=True, slots=True)
class _Glass:
    """Looks at versions of one plan, on what is known of the project."""

    known: Uncertainty
    zone: ZoneInfo
    promises: list[Promise]

    def __call__(self, version: Version) -> _Look:
        finish, tasks = self._runs(version)
        ends = {task.uid: task.finish.date() for task in version.expected.tasks}
        idle = {task.uid for task in version.plan.tasks if not task.active}
        last = version.expected.finish.date()
        outcomes = {}
        for promise in self.promises:
            uid = None if promise.task_id is None else str(promise.task_id)
            day = last if uid is None else ends.get(uid)
            sure = finish if uid is None else tasks.get(uid)
            if uid in idle and day:
                outcomes[promise.pk] = Outcome(day, 0, is_left_out=True)
            elif day:
                chance = sure.chance(promise.due_on) if sure else 99 if day <= promise.due_on else 1
                outcomes[promise.pk] = Outcome(day, chance)
        late = [one for one in self.promises if one.pk in outcomes
                and outcomes[one.pk].is_late(one.due_on)]  # fmt: skip
        return _Look(Side(version.placed.finish.date(), finish, len(late)), outcomes)

    def _runs(self, version: Version) -> tuple[Confidence, Mapping[str, Confidence]]:
        """The finish of the plan and of promised tasks in all runs; flat for one with a circle."""
        placed = version.placed
        if version.circle:
            return Confidence([_minute(placed.finish, self.zone)] * 99, self.zone), {}
        known = self.known.done_by(version.people)
        study = known.studied(version.plan, placed, version.today, runs=RUNS).study
        uids = {task.uid for task in version.plan.tasks}
        promised = {str(promise.task_id) for promise in self.promises}
        found = simulate(replace(study, watched=tuple(sorted(promised & uids))))
        dates = {uid: _confidence(one, self.zone) for uid, one in found.tasks.items()}
        return _confidence(found.finish, self.zone), dates


def _confidence(dates: Dates, zone: ZoneInfo) -> Confidence:
    return Confidence([_minute(dates.quantile(n / 100), zone) for n in range(1, 100)], zone)


def _minute(local: datetime, zone: ZoneInfo) -> int:
    return int(local.replace(tzinfo=zone).timestamp() // 60)


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


def _promises(project: Project, reader: Reader) -> list[Promise]:
    rows = Promise.objects.visible_to(reader).open()
    ours = rows.filter(project=project, side=Promise.Side.US)
    return list(ours.select_related("client").order_by("due_on", "number"))


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
