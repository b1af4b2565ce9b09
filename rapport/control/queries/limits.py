"""Within which limits the indices stay while only the known uncertainty is at work."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from rapport.control.queries.value import A_DAY, EarnedValue
from rapport.engine.earned_value.control_limits import Band, control_limits
from rapport.engine.plan import Plan, Task
from rapport.planning.circles import schedule_anyway
from rapport.planning.models import Baseline
from rapport.planning.queries.engine_plan import project_plan
from rapport.planning.queries.kept_rows import KeptRow, kept_rows
from rapport.planning.queries.uncertainty import uncertainty_of
from rapport.projects.models import Project
from rapport.projects.models import Task as ProjectTask

# A page waits for it; nine of ten limits are within a hundredth of those of 10,000 runs.
RUNS = 1_000
# The runs of long plans are fewer: so many steps times runs times periods in all.
WORK = 20_000_000
SHARES = (0.1, 0.9)


@dataclass(frozen=True, slots=True)
class Held:
    """The indices at the end of a period, and the limits they are held against."""

    period: float
    end: date
    spi_t: float | None
    cpi: Decimal | None
    spi_t_limits: Band | None
    cpi_limits: Band | None

    @property
    def spi_t_is(self) -> str:
        """Whether the index of time is low, high or within; nothing where none can tell."""
        return _judged(self.spi_t, self.spi_t_limits)

    @property
    def cpi_is(self) -> str:
        """The same of the index of cost."""
        return _judged(self.cpi, self.cpi_limits)


def held_against_limits(project: Project, baseline: Baseline, value: EarnedValue) -> list[Held]:
    """Each passed period; nothing where the plan as it was agreed has no network to simulate."""
    plan = as_agreed(project, baseline)
    if not plan.tasks:
        return []
    placed, circle = schedule_anyway(plan)
    if circle:
        return []
    ends = value.ends[: len(value.whole.earned)]
    if len(ends) == 1:
        return []
    runs = max(100, min(RUNS, WORK // (len(plan.tasks) * len(ends))))
    study = uncertainty_of(project).studied(plan, placed, plan.start).study
    limits = control_limits(replace(study, runs=runs, watched=()), ends, SHARES)
    whole = value.whole
    return [
        Held(
            at,
            (one.at - A_DAY).date(),
            whole.schedule(at).spi_t,
            whole.measures(at).cpi,
            one.spi_t,
            one.cpi,
        )
        for at, one in enumerate(limits)
        if at
    ]


def as_agreed(project: Project, baseline: Baseline) -> Plan:
    """Today's network with the durations of the baseline, and nothing done of it.

    A baseline keeps dates and no links; what was linked otherwise since is taken as it is now.
    """
    plan = project_plan(project).plan
    numbers = dict(ProjectTask.objects.filter(project=project).values_list("number", "pk"))
    rows = kept_rows([baseline])[baseline.pk]
    kept = {str(numbers[row.task_number]): row for row in rows if row.task_number in numbers}
    tasks = tuple(_afresh(task, kept) for task in plan.tasks if task.uid in kept)
    there = {task.uid for task in tasks}
    tasks = tuple(replace(one, parent=_above(one, there)) for one in tasks)
    links = tuple(
        link for link in plan.links if link.predecessor in there and link.successor in there
    )
    return replace(plan, tasks=tasks, links=links, status_date=None)


def _above(task: Task, there: set[str]) -> str | None:
    return task.parent if task.parent in there else None


def _afresh(task: Task, kept: Mapping[str, KeptRow]) -> Task:
    same = task.elapsed or task.milestone
    minutes = task.duration_minutes if same else kept[task.uid].duration_minutes
    return replace(
        task,
        duration_minutes=minutes,
        percent_complete=0,
        actual_start=None,
        actual_finish=None,
        remaining_minutes=None,
        stop=None,
        resume=None,
        active=True,
        assignments=tuple(
            replace(one, remaining_minutes=None, resume=None) for one in task.assignments
        ),
    )


def _judged(index: float | Decimal | None, limits: Band | None) -> str:
    if index is None or limits is None or limits.low is None or limits.high is None:
        return ""
    if index < limits.low:
        return "low"
    return "high" if index > limits.high else "within"
