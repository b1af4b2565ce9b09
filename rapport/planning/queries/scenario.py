"""A scenario side by side with the plan as it stands."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from rapport.engine.plan import Plan, Schedule
from rapport.engine.simulation.outlook import Dates
from rapport.engine.simulation.simulate import simulate
from rapport.planning.circles import schedule_anyway
from rapport.planning.models import Scenario
from rapport.planning.queries.engine_plan import project_plan
from rapport.planning.queries.outlook import Confidence
from rapport.planning.queries.uncertainty import Uncertainty, uncertainty_of
from rapport.planning.what_if import read, tried
from rapport.projects.models import Project, Task
from rapport.promises.models import Promise

# A page waits for it: fewer runs than the outlook's, and the same for both sides.
RUNS = 2_000
SHOWN = 20


@dataclass(frozen=True, slots=True)
class Side:
    """A plan's finish by the plan itself, and in 50, 80 and 95 of 100 runs."""

    planned: date
    finish: Confidence

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
class Touched:
    """A promise of ours that would be more or less sure, in percent."""

    promise: Promise
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """Today's plan and the tried one; `circle` when the tried one has no dates of its own."""

    now: Side
    then: Side
    moved: list[Moved]
    promises: list[Touched]
    circle: bool


def compared(scenario: Scenario, *, at: datetime) -> Comparison | None:
    """Both plans on the same runs; None for a plan without tasks. Takes tenths of a second."""
    project = scenario.project
    plan = project_plan(project).plan
    if not plan.tasks:
        return None
    zone = ZoneInfo(project.workspace.time_zone)
    today = at.astimezone(zone).replace(tzinfo=None)
    look = _Glass(uncertainty_of(project), today, zone)
    before, after = look(plan), look(tried(plan, read(scenario.edits)))
    return Comparison(
        before.side,
        after.side,
        _moved(project, before.placed, after.placed),
        _touched(project, before, after),
        bool(after.circle),
    )


@dataclass(frozen=True, slots=True)
class _Look:
    side: Side
    placed: Schedule
    tasks: dict[str, Confidence]
    circle: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Glass:
    """Looks at versions of one plan, on what is known of the project."""

    known: Uncertainty
    today: datetime
    zone: ZoneInfo

    def __call__(self, plan: Plan) -> _Look:
        zone = self.zone
        placed, circle = schedule_anyway(plan)
        if circle:
            flat = Confidence([_minute(placed.finish, zone)] * 99, zone)
            return _Look(Side(placed.finish.date(), flat), placed, {}, circle)
        found = simulate(self.known.studied(plan, placed, self.today, runs=RUNS).study)
        return _Look(
            Side(found.planned.date(), _confidence(found.finish, zone)),
            placed,
            {uid: _confidence(dates, zone) for uid, dates in found.tasks.items()},
            circle,
        )


def _confidence(dates: Dates, zone: ZoneInfo) -> Confidence:
    return Confidence([_minute(dates.quantile(n / 100), zone) for n in range(1, 100)], zone)


def _minute(local: datetime, zone: ZoneInfo) -> int:
    return int(local.replace(tzinfo=zone).timestamp() // 60)


def _moved(project: Project, before: Schedule, after: Schedule) -> list[Moved]:
    """Tasks that end on another day, those that move most first; sums of others left out."""
    was = before.by_uid()
    differing = {
        int(task.uid): (was[task.uid].finish.date(), task.finish.date())
        for task in after.tasks
        if not task.summary and task.finish.date() != was[task.uid].finish.date()
    }
    names = Task.objects.live().filter(project=project, pk__in=differing)
    moved = [Moved(row.number, row.name, *differing[row.pk]) for row in names]
    return sorted(moved, key=lambda one: (-abs(one.days), one.number))


def _touched(project: Project, before: _Look, after: _Look) -> list[Touched]:
    rows = Promise.objects.open().filter(project=project, side=Promise.Side.US)
    found = []
    for promise in rows.select_related("task").order_by("due_on"):
        was, now = (_sureness(promise, look) for look in (before, after))
        if was is not None and now is not None and was != now:
            found.append(Touched(promise, was, now))
    return found


def _sureness(promise: Promise, look: _Look) -> int | None:
    if promise.task_id is None:
        return look.side.finish.chance(promise.due_on)
    seen = look.tasks.get(str(promise.task_id))
    return seen.chance(promise.due_on) if seen else None
