"""Simulate a project's plan and keep what came out."""

from bisect import bisect_left
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
from django.db import transaction

from rapport.engine.simulation.outlook import Dates, Outlook
from rapport.engine.simulation.relief import relief
from rapport.engine.simulation.simulate import simulate
from rapport.engine.simulation.study import Study
from rapport.planning.circles import schedule_anyway
from rapport.planning.models import PlanOutlook
from rapport.planning.queries.buying import bought
from rapport.planning.queries.engine_plan import plan_of, stored
from rapport.planning.queries.stakes import Stakes, Work, stakes_of, work_of
from rapport.planning.queries.uncertainty import Studied, uncertainty_of
from rapport.projects.models import Project

MOST_DRIVERS = 12
RARELY = 0.02
# Of so many of them it is asked what would buy days.
MOST_OPTIONS = 8
# Each takes a simulation of its own.
MOST_RISKS = 12
# Of so many runs it is kept which cost belongs to which finish.
PAIRS = 2_000


def reckon(project: Project, *, at: datetime) -> PlanOutlook | None:
    """Simulate the plan as it stands; a plan without dates, or with a circle, has no outlook.

    Takes up to a second of work, and a transaction only for writing.
    """
    revision = Project.objects.values_list("plan_revision", flat=True).get(pk=project.pk)
    zone = ZoneInfo(project.workspace.time_zone)
    stakes, rows = stakes_of(project), stored(project)
    found = plan_of(project, rows).plan
    placed, circle = schedule_anyway(found)
    if circle or not placed.tasks:
        PlanOutlook.objects.filter(project=project).delete()
        return None
    today = at.astimezone(zone).replace(tzinfo=None)
    asked = uncertainty_of(project).studied(found, placed, today)
    work, aware = work_of(rows), _in(zone)
    asked = replace(asked, study=stakes.upon(asked.study, work))
    outlook = simulate(asked.study)
    row = _row(asked, outlook, stakes, work, aware)
    for name, value in _of_cost(asked.study, outlook, stakes, work).items():
        setattr(row, name, value)
    row.reliefs = _reliefs(asked.study, aware)
    row.workspace_id, row.project, row.stakes = project.workspace_id, project, stakes.round
    row.revision, row.reckoned_on, row.computed_at = revision, today.date(), at
    _keep(row)
    return row


def _in(zone: ZoneInfo) -> Callable[[datetime], datetime]:
    return lambda local: local.replace(tzinfo=zone)


@transaction.atomic
def _keep(row: PlanOutlook) -> None:
    PlanOutlook.objects.filter(project=row.project).delete()
    row.save(force_insert=True)


def _row(
    asked: Studied, outlook: Outlook, stakes: Stakes, work: Work,
    aware: Callable[[datetime], datetime],
) -> PlanOutlook:  # fmt: skip
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
        **bought(asked.study, [uid for uid, _ in drivers[:MOST_OPTIONS]], stakes, work),
    )


def _minutes(dates: Dates, count: int, aware: Callable[[datetime], datetime]) -> list[int]:
    """So many quantiles at even distances, as minutes since 1970."""
    shares = [place / (count + 1) for place in range(1, count + 1)]
    return [_minute(aware(dates.quantile(share))) for share in shares]


def _minute(moment: datetime) -> int:
    return int(moment.timestamp() // 60)


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


def _of_cost(study: Study, outlook: Outlook, stakes: Stakes, work: Work) -> dict[str, Any]:
    """What an outlook keeps of the cost; nothing where nothing costs anything."""
    if not stakes.has_costs(study):
        return {}
    amounts = [round(outlook.cost.quantile(place / 100)) for place in range(1, 100)]
    runs = np.lexsort((outlook.cost.values, outlook.finish.runs.values))
    few = runs[np.linspace(0, len(runs) - 1, min(PAIRS, len(runs))).round().astype(int)]
    priced = len(study.costs)
    return {
        "costs": amounts,
        "cost_ranks": [bisect_left(amounts, round(outlook.cost.values[run])) for run in few],
        "planned_cost": stakes.planned(study.plan, work),
        "priced": priced,
        "unpriced": stakes.counted(study.plan, work) - priced,
    }


def _reliefs(study: Study, aware: Callable[[datetime], datetime]) -> list[list[int]]:
    """What the likeliest risks do, each alone, the one that delays most first."""
    likeliest = sorted(study.risks, key=lambda one: -one.probability)[:MOST_RISKS]
    found = relief(study, tuple(one.uid for one in likeliest))
    rows = [[int(one.uid), _minute(aware(one.date)), round(one.cost)] for one in found]
    return sorted(rows, key=lambda row: row[1:])
