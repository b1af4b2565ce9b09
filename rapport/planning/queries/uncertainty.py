"""What is asked of a simulation of a project: its plan as of today, and how uncertain it is."""

from dataclasses import dataclass
from datetime import datetime, time

from rapport.engine.plan import Plan, Schedule, Task
from rapport.engine.simulation.history import Label, PastTask
from rapport.engine.simulation.reference import Reference, TooLittleHistory, learn
from rapport.engine.simulation.spreads import Pert, Spread
from rapport.engine.simulation.study import DEFAULT, Study
from rapport.planning.expectation import as_of
from rapport.planning.models import TaskTiming
from rapport.planning.queries.history import past_tasks, people_of
from rapport.projects.models import Project

# Without history: tasks of a project overrun together so much. The GAO's cost guide (2020) takes
# 0.3 where nothing is known.
CORRELATION = 0.3
# A run of a task takes some 50 ns; a plan of 1,000 tasks gets 5,000 runs.
MOST_RUNS, LEAST_RUNS, WORK = 10_000, 1_000, 5_000_000
MOST_WATCHED = 200


@dataclass(frozen=True, slots=True)
class Uncertainty:
    """The study of a project, what its tasks vary by, and what that was learned from."""

    study: Study
    estimated: int
    learned: int
    unknown: int
    cases: int


def uncertainty_of(
    project: Project, plan: Plan, placed: Schedule, today: datetime, *, runs: int = MOST_RUNS
) -> Uncertainty:
    """The study of a plan that has dates; what is overdue begins, or goes on, today. A long plan
    gets fewer runs than are asked for."""
    plan = as_of(plan, placed, datetime.combine(today.date(), time())) or plan
    summaries = {task.parent for task in plan.tasks}
    open_ = [task for task in plan.tasks if task.uid not in summaries and not _is_done(task)]
    given = _estimates(project, open_)
    reference = _learned(past_tasks(project.workspace))
    rest = len([task for task in open_ if task.duration_minutes and task.uid not in given])
    study = Study(
        plan,
        durations=_spreads(reference, project, open_) | given,
        default=DEFAULT,
        groups=dict.fromkeys((task.uid for task in plan.tasks), "project"),
        correlation=reference.correlation if reference else CORRELATION,
        watched=_watched(open_),
        runs=max(LEAST_RUNS, min(runs, WORK // max(1, len(plan.tasks)))),
    )
    return Uncertainty(
        study,
        estimated=len(given),
        learned=rest if reference else 0,
        unknown=0 if reference else rest,
        cases=reference.cases if reference else 0,
    )


def _is_done(task: Task) -> bool:
    return task.actual_finish is not None or not task.active


def _estimates(project: Project, tasks: list[Task]) -> dict[str, Spread]:
    """What people said it takes at least and at most; a likely duration outside is one of them."""
    rows = TaskTiming.objects.filter(project=project).exclude(least_minutes=None, most_minutes=None)
    said = {
        str(pk): (least, most)
        for pk, least, most in rows.values_list("task_id", "least_minutes", "most_minutes")
    }
    return {
        task.uid: _pert(task.duration_minutes, *said[task.uid])
        for task in tasks
        if task.uid in said and task.duration_minutes
    }


def _pert(likely: float, least: float | None, most: float | None) -> Pert:
    low = likely if least is None else min(least, likely)
    high = likely if most is None else max(most, likely)
    return Pert(low, likely, high)


def _learned(history: list[PastTask]) -> Reference | None:
    try:
        return learn(history)
    except TooLittleHistory:
        return None


def _spreads(reference: Reference | None, project: Project, tasks: list[Task]) -> dict[str, Spread]:
    if reference is None:
        return {}
    people = people_of(project)
    return {task.uid: reference.spread(Label(person=people.get(task.uid, ""))) for task in tasks}


def _watched(tasks: list[Task]) -> tuple[str, ...]:
    """The tasks whose own dates are kept: of a long plan its milestones first."""
    ordered = sorted(tasks, key=lambda task: not task.milestone)
    return tuple(task.uid for task in ordered[:MOST_WATCHED])
