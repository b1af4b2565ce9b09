"""What is at stake in a project beside its dates: what tasks cost, and what may happen."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from rapport.engine.plan import Plan, Task
from rapport.engine.simulation.spreads import Pert
from rapport.engine.simulation.study import Risk as Chance
from rapport.engine.simulation.study import Study
from rapport.engine.simulation.study import TaskCost as Bill
from rapport.planning.models import PlanStakes, Risk, RiskTask, TaskCost
from rapport.planning.offers import Offer, offers_of
from rapport.planning.queries.engine_plan import COLUMNS, Stored
from rapport.projects.models import Project

AN_HOUR = 60
ALL = 100


@dataclass(frozen=True, slots=True)
class Price:
    """What a task costs: at least, likely and at most once, by the hour of work, and on top for
    the way in which it is done."""

    least: int | None = None
    likely: int | None = None
    most: int | None = None
    hourly: int | None = None
    extra: int = 0


@dataclass(frozen=True, slots=True)
class Work:
    """How much work tasks are, in minutes, where that is not their duration; and which of those
    yet to be made is part of the work of another."""

    minutes: Mapping[str, int | None]
    parts: Mapping[str, str] = field(default_factory=dict)

    def of(self, task: Task) -> float:
        """Of a task; what runs around the clock takes nobody's time unless it says so."""
        said = self.minutes.get(task.uid)
        return said if said is not None else 0 if task.elapsed else task.duration_minutes


def work_of(rows: Stored) -> Work:
    """The work of the tasks of a plan."""
    pk, minutes = COLUMNS.index("pk"), COLUMNS.index("work_minutes")
    parts = {str(part): str(whole) for part, whole in rows.parts.items()}
    return Work({str(row[pk]): row[minutes] for row in rows.tasks}, parts)


@dataclass(frozen=True, slots=True)
class Stakes:
    """Prices by task and what may happen; they serve any version of the plan. `round` says how
    often they were changed before."""

    prices: Mapping[str, Price]
    risks: tuple[Chance, ...]
    offers: Sequence[Offer]
    round: int

    def upon(self, study: Study, work: Work) -> Study:
        """The study with what is at stake; what is left out of the plan costs nothing."""
        tasks = _counting(study.plan)
        costs = {task.uid: bill for task in tasks if (bill := self._bill(task, work))}
        return replace(study, costs=costs, risks=self.risks)

    def hourly(self, uid: str) -> int | None:
        """What an hour of work on a task costs, where that was said."""
        price = self.prices.get(uid)
        return price.hourly if price else None

    def has_costs(self, study: Study) -> bool:
        """Whether anything of it costs something."""
        return bool(study.costs) or any(one.cost for one in study.risks)

    def planned(self, plan: Plan, work: Work) -> int:
        """The cost if every task takes and costs what was planned, and nothing happens."""
        return round(sum(self.of(task, work) for task in _counting(plan)))

    def counted(self, plan: Plan, work: Work) -> int:
        """How many tasks have a cost, or are work that could have one."""
        return sum(
            1 for task in _counting(plan) if work.of(task) or self._price(task, work) is not None
        )

    def of(self, task: Task, work: Work) -> float:
        """What a task costs by plan, in minor units."""
        price = self._price(task, work)
        if price is None:
            return 0
        return (price.likely or 0) + price.extra + (price.hourly or 0) * work.of(task) / AN_HOUR

    def _price(self, task: Task, work: Work) -> Price | None:
        if (whole := work.parts.get(task.uid)) is None:
            return self.prices.get(task.uid)
        price = self.prices.get(whole)
        return Price(hourly=price.hourly) if price else None

    def _bill(self, task: Task, work: Work) -> Bill | None:
        price = self._price(task, work)
        if price is None:
            return None
        hourly, worked, lasts = price.hourly or 0, work.of(task), task.duration_minutes
        fixed = price.extra + (0 if lasts else round(hourly * worked / AN_HOUR))
        per_hour = hourly * worked / lasts if lasts else 0
        return Bill(fixed, per_hour, _three(price.least, price.likely, price.most))


def stakes_of(project: Project) -> Stakes:
    """What is at stake in a project, in five queries; the round is read first, so that what is
    changed meanwhile is seen to be missing."""
    round_ = PlanStakes.objects.filter(project=project).values_list("round", flat=True).first()
    rows = TaskCost.objects.filter(project=project)
    prices = {
        str(pk): Price(*amounts)
        for pk, *amounts in rows.values_list("task_id", "least", "likely", "most", "hourly")
        if amounts[1] is not None or amounts[3] is not None
    }
    offers = offers_of(project)
    for offer in offers:
        if offer.is_taken:
            uid = str(offer.task)
            prices[uid] = replace(prices.get(uid, Price()), extra=offer.price)
    touched: dict[int, list[str]] = {}
    touches = RiskTask.objects.filter(risk__project=project, task__project=project)
    for risk, task in touches.order_by("pk").values_list("risk_id", "task_id"):
        touched.setdefault(risk, []).append(str(task))
    risks = Risk.objects.live().filter(project=project).order_by("pk")
    chances = tuple(_chance(one, touched.get(one.pk, [])) for one in risks)
    return Stakes(prices, chances, [one for one in offers if not one.is_taken], round_ or 0)


def _chance(risk: Risk, tasks: list[str]) -> Chance:
    return Chance(
        str(risk.pk),
        risk.percent / ALL,
        tuple(tasks),
        delay=_three(risk.delay_least, risk.delay_likely, risk.delay_most),
        cost=_three(risk.cost_least, risk.cost_likely, risk.cost_most),
    )


def _three(least: int | None, likely: int | None, most: int | None) -> Any:
    if likely is None:
        return None
    return Pert(likely if least is None else least, likely, likely if most is None else most)


def _counting(plan: Plan) -> Iterator[Task]:
    """The tasks that count and are not the sum of others."""
    summaries = {task.parent for task in plan.tasks}
    return (task for task in plan.tasks if task.active and task.uid not in summaries)
