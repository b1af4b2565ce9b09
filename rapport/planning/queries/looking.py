"""What one version of a plan looks like: its finish, its cost, and our promises."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from rapport.engine.simulation.outlook import Amounts, Dates
from rapport.engine.simulation.simulate import simulate
from rapport.lib.reader import Reader
from rapport.planning.queries.cost_confidence import CostConfidence
from rapport.planning.queries.outlook import Confidence
from rapport.planning.queries.stakes import Stakes, stakes_of, work_of
from rapport.planning.queries.uncertainty import Uncertainty, uncertainty_of
from rapport.planning.queries.versions import Version
from rapport.projects.models import Project
from rapport.promises.models import Promise

# A page waits for it: fewer runs than the outlook's, and the same for all versions.
RUNS = 2_000

_Runs = tuple[Confidence, Mapping[str, Confidence], CostConfidence | None]


@dataclass(frozen=True, slots=True)
class Side:
    """A plan's finish by the plan itself, and in 50, 80 and 95 of 100 runs; the promises that are
    expected after their day; and the cost, where anything costs something."""

    planned: date
    finish: Confidence
    late: int
    cost: CostConfidence | None

    @property
    def early(self) -> date:
        """Done by then in half of the runs."""
        return self.finish.day(50)


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
class Look:
    """What one sees: the plan as a whole, and each promise of ours by its id."""

    side: Side
    outcomes: Mapping[int, Outcome]


@dataclass(frozen=True, slots=True)
class Glass:
    """Looks at versions of one plan, on what is known of the project."""

    known: Uncertainty
    stakes: Stakes
    zone: ZoneInfo
    promises: list[Promise]

    def __call__(self, version: Version) -> Look:
        """Look at one."""
        finish, tasks, cost = self._runs(version)
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
        return Look(Side(version.placed.finish.date(), finish, len(late), cost), outcomes)

    def _runs(self, version: Version) -> _Runs:
        """The finish of the plan and of promised tasks in all runs, and the cost; flat, and without
        a cost, for one with a circle."""
        placed = version.placed
        if version.circle:
            return Confidence([_minute(placed.finish, self.zone)] * 99, self.zone), {}, None
        known = self.known.done_by(version.people)
        study = known.studied(version.plan, placed, version.today, runs=RUNS).study
        study = self.stakes.upon(study, work_of(version.rows))
        uids = {task.uid for task in version.plan.tasks}
        promised = {str(promise.task_id) for promise in self.promises}
        found = simulate(replace(study, watched=tuple(sorted(promised & uids))))
        dates = {uid: _confidence(one, self.zone) for uid, one in found.tasks.items()}
        cost = _cost(found.cost) if self.stakes.has_costs(study) else None
        return _confidence(found.finish, self.zone), dates, cost


def _cost(amounts: Amounts) -> CostConfidence:
    return CostConfidence([round(amounts.quantile(n / 100)) for n in range(1, 100)], ())


def _confidence(dates: Dates, zone: ZoneInfo) -> Confidence:
    return Confidence([_minute(dates.quantile(n / 100), zone) for n in range(1, 100)], zone)


def _minute(local: datetime, zone: ZoneInfo) -> int:
    return int(local.replace(tzinfo=zone).timestamp() // 60)


def glass_of(project: Project, reader: Reader) -> Glass:
    """What is known of a project, in a fixed number of queries."""
    zone = ZoneInfo(project.workspace.time_zone)
    promises = _promises(project, reader)
    return Glass(uncertainty_of(project), stakes_of(project), zone, promises)


def _promises(project: Project, reader: Reader) -> list[Promise]:
    rows = Promise.objects.visible_to(reader).open()
    ours = rows.filter(project=project, side=Promise.Side.US)
    return list(ours.select_related("client").order_by("due_on", "number"))
