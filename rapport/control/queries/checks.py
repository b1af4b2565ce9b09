"""The fourteen checks of a plan's quality, made of a project."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time

from rapport.engine.plan import Assignment, Plan, Schedule, Task
from rapport.engine.plan_checks import tasks
from rapport.engine.plan_checks.check import CHECKS
from rapport.engine.plan_checks.examination import Baseline, Examination
from rapport.engine.plan_checks.finding import Finding
from rapport.planning.circles import schedule_anyway
from rapport.planning.models import Baseline as KeptPlan
from rapport.planning.queries.engine_plan import project_plan
from rapport.planning.queries.frame import Frame
from rapport.planning.queries.kept_rows import kept_rows
from rapport.projects.models import Project
from rapport.projects.models import Task as ProjectTask


@dataclass(frozen=True, slots=True)
class Checked:
    """The findings, in the order of the pamphlet, and the name and number of each task by uid."""

    findings: tuple[Finding, ...]
    named: Mapping[str, tuple[str, int]]

    @property
    def passed(self) -> int:
        """How many the plan passes."""
        return sum(one.passed is True for one in self.findings)

    @property
    def failed(self) -> int:
        """How many it does not."""
        return sum(one.passed is False for one in self.findings)


def checked(project: Project, baseline: KeptPlan | None, now: datetime) -> Checked | None:
    """All fourteen as of a local moment; None for a plan without tasks, or one that turns in a
    circle. A fixed number of queries."""
    found = project_plan(project)
    if not found.plan.tasks:
        return None
    placed, circle = schedule_anyway(found.plan)
    if circle:
        return None
    rows = ProjectTask.objects.live().filter(project=project)
    named = {
        str(pk): (name, number, bool(member or who))
        for pk, name, number, member, who in rows.values_list(
            "pk", "name", "number", "assignee_id", "assignee_name"
        )
    }
    morning = datetime.combine(now.date(), time())
    plan = replace(found.plan, status_date=morning, tasks=_until(found.plan, morning, now))
    known = _known(baseline, found.frame, {number: uid for uid, (_n, number, _w) in named.items()})
    examined = Examination(plan, placed, known)
    peopled = _with_people(examined, placed, {uid for uid, one in named.items() if one[2]})
    return Checked(
        tuple(one(peopled if one is tasks.resources else examined) for one in CHECKS),
        {uid: (name, number) for uid, (name, number, _who) in named.items()},
    )


def _until(plan: Plan, morning: datetime, now: datetime) -> tuple[Task, ...]:
    """The plan is held against this morning: what was to begin today is not late before the day
    is over, and what was noted today is not in the future."""

    def known(at: datetime | None) -> datetime | None:
        return morning if at is not None and morning < at <= now else at

    return tuple(
        replace(
            task, actual_start=known(task.actual_start), actual_finish=known(task.actual_finish)
        )
        for task in plan.tasks
    )


def _with_people(examined: Examination, placed: Schedule, busy: set[str]) -> Examination:
    """A plan keeps shares of work only where they differ from the task: here everybody's count."""
    peopled = tuple(
        replace(task, assignments=task.assignments or (Assignment(task.duration_minutes),))
        if task.uid in busy
        else task
        for task in examined.plan.tasks
    )
    return Examination(replace(examined.plan, tasks=peopled), placed, examined.baseline)


def _known(baseline: KeptPlan | None, frame: Frame, uids: Mapping[int, str]) -> dict[str, Baseline]:
    if baseline is None:
        return {}
    zone = frame.zone
    return {
        uids[row.task_number]: Baseline(
            row.start.astimezone(zone).replace(tzinfo=None),
            row.finish.astimezone(zone).replace(tzinfo=None),
            row.duration_minutes,
        )
        for row in kept_rows([baseline])[baseline.pk]
        if row.task_number in uids
    }
