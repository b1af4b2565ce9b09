"""Simulate a project's plan and keep what came out."""

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction

from rapport.engine.simulation.acceleration import Option, what_would_buy
from rapport.engine.simulation.outlook import Dates, Outlook
from rapport.engine.simulation.simulate import simulate
from rapport.planning.circles import schedule_anyway
from rapport.planning.models import PlanOutlook
from rapport.planning.queries.engine_plan import project_plan
from rapport.planning.queries.uncertainty import Studied, uncertainty_of
from rapport.projects.models import Project

MOST_DRIVERS = 12
RARELY = 0.02
# An option takes a quarter of the work away from what is left of a task; its price is that work.
PART, A_MINUTE_EACH = 0.25, 480
MOST_OPTIONS = 8


def reckon(project: Project, *, at: datetime) -> PlanOutlook | None:
    """Simulate the plan as it stands; a plan without dates, or with a circle, has no outlook.

    Takes up to a second of work, and a transaction only for writing.
    """
    revision = Project.objects.values_list("plan_revision", flat=True).get(pk=project.pk)
    zone = ZoneInfo(project.workspace.time_zone)
    found = project_plan(project).plan
    placed, circle = schedule_anyway(found)
    if circle or not placed.tasks:
        PlanOutlook.objects.filter(project=project).delete()
        return None
    today = at.astimezone(zone).replace(tzinfo=None)
    asked = uncertainty_of(project).studied(found, placed, today)
    row = _row(asked, simulate(asked.study), lambda local: local.replace(tzinfo=zone))
    row.workspace_id, row.project = project.workspace_id, project
    row.revision, row.reckoned_on, row.computed_at = revision, today.date(), at
    _keep(row)
    return row


@transaction.atomic
def _keep(row: PlanOutlook) -> None:
    PlanOutlook.objects.filter(project=row.project).delete()
    row.save(force_insert=True)


def _row(asked: Studied, outlook: Outlook, aware: Callable[[datetime], datetime]) -> PlanOutlook:
    drivers = _drivers(asked, outlook)
    return PlanOutlook(
        planned=aware(outlook.planned),
        runs=asked.study.runs,
        finishes=_minutes(outlook.finish, 99, aware),
        tasks={uid: _minutes(dates, 19, aware) for uid, dates in outlook.tasks.items()},
        estimated=asked.estimated,
        learned=asked.learned,
        unknown=asked.unknown,
        cases=asked.cases,
        drivers=[[int(uid), round(share, 3)] for uid, share in drivers],
        gains=_gains(asked, [uid for uid, _ in drivers[:MOST_OPTIONS]]),
    )


def _minutes(dates: Dates, count: int, aware: Callable[[datetime], datetime]) -> list[int]:
    """So many quantiles at even distances, as minutes since 1970."""
    shares = [place / (count + 1) for place in range(1, count + 1)]
    return [int(aware(dates.quantile(share)).timestamp() // 60) for share in shares]


def _drivers(asked: Studied, outlook: Outlook) -> list[tuple[str, float]]:
    """The open tasks that decide the finish, and in how many of the runs."""
    open_ = {
        task.uid
        for task in asked.study.plan.tasks
        if task.active and not task.actual_finish and task.duration_minutes
    }
    summaries = {task.parent for task in asked.study.plan.tasks}
    found = [
        (uid, one)
        for uid, one in outlook.sensitivity.items()
        if uid in open_ and uid not in summaries and one.criticality > RARELY
    ]
    found.sort(key=lambda pair: (-pair[1].schedule, pair[0]))
    return [(uid, one.criticality) for uid, one in found[:MOST_DRIVERS]]


def _gains(asked: Studied, uids: list[str]) -> list[list[float]]:
    options = [Option(uid, PART, A_MINUTE_EACH) for uid in uids]
    return [
        [int(gain.option.uid), round(gain.minutes), round(gain.price)]
        for gain in (what_would_buy(asked.study, options) if options else ())
        if gain.minutes > 0
    ]
