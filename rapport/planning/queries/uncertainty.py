"""How uncertain a project is, and what is asked of a simulation of it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time

from rapport.engine.plan import Plan, Schedule, Task
from rapport.engine.simulation.history import Label
from rapport.engine.simulation.reference import Reference, TooLittleHistory, learn
from rapport.engine.simulation.spreads import Pert, Spread
from rapport.engine.simulation.study import DEFAULT, Study
from rapport.planning.expectation import as_of
from rapport.planning.models import Assumptions, TaskTiming
from rapport.planning.queries.history import labels_of, past_tasks
from rapport.projects.models import Project
from rapport.workspaces.models import Workspace

# Without history: tasks of a project overrun together so much. The GAO's cost guide (2020) takes
# 0.3 where nothing is known.
CORRELATION = 0.3
ALL = 100
# A run of a task takes some 50 ns; a plan of 1,000 tasks gets 5,000 runs.
MOST_RUNS, LEAST_RUNS, WORK = 10_000, 1_000, 5_000_000
MOST_WATCHED = 200

Range = tuple[float | None, float | None]


@dataclass(frozen=True, slots=True)
class Studied:
    """The study of a plan, and how many open tasks vary by what."""

    study: Study
    estimated: int
    learned: int
    unknown: int
    cases: int


@dataclass(frozen=True, slots=True)
class Uncertainty:
    """What is known of a project beside its plan: what people said each task takes at least and at
    most, what past work teaches, and what kind of work each is and whose. It serves any version of
    the plan."""

    said: Mapping[str, Range]
    reference: Reference | None
    labels: Mapping[str, Label]
    assumed: Assumptions | None = None

    def studied(
        self, plan: Plan, placed: Schedule, today: datetime, *, runs: int = MOST_RUNS
    ) -> Studied:
        """The study of a plan that has dates; what is overdue begins, or goes on, today. A long
        plan gets fewer runs than are asked for."""
        plan = as_of(plan, placed, datetime.combine(today.date(), time())) or plan
        summaries = {task.parent for task in plan.tasks}
        open_ = [task for task in plan.tasks if task.uid not in summaries and not _is_done(task)]
        given = self._estimates(open_)
        rest = len([task for task in open_ if task.duration_minutes and task.uid not in given])
        reference = self.reference
        study = Study(
            plan,
            durations=self._learned(open_) | given,
            default=self._default(),
            groups=dict.fromkeys((task.uid for task in plan.tasks), "project"),
            correlation=self._correlation(),
            watched=_watched(open_),
            runs=max(LEAST_RUNS, min(runs, WORK // max(1, len(plan.tasks)))),
        )
        return Studied(
            study,
            estimated=len(given),
            learned=rest if reference else 0,
            unknown=0 if reference else rest,
            cases=reference.cases if reference else 0,
        )

    def _default(self) -> Spread:
        row = self.assumed
        if row is None:
            return DEFAULT
        return Pert(row.least_percent / ALL, 1, row.most_percent / ALL, relative=True)

    def _correlation(self) -> float:
        row = self.assumed
        if row is not None and row.together_percent is not None:
            return row.together_percent / ALL
        return self.reference.correlation if self.reference else CORRELATION

    def done_by(self, people: Mapping[str, int]) -> "Uncertainty":
        """The same where the work is in these hands instead."""
        kinds = {uid: Label(label.kind) for uid, label in self.labels.items()}
        found = {uid: Label(kinds.get(uid, Label()).kind, str(who)) for uid, who in people.items()}
        return replace(self, labels=kinds | found)

    def _estimates(self, tasks: list[Task]) -> dict[str, Spread]:
        return {
            task.uid: _pert(task.duration_minutes, *self.said[task.uid])
            for task in tasks
            if task.uid in self.said and task.duration_minutes
        }

    def _learned(self, tasks: list[Task]) -> dict[str, Spread]:
        if self.reference is None:
            return {}
        return {
            task.uid: self.reference.spread(self.labels.get(task.uid, Label())) for task in tasks
        }


def uncertainty_of(project: Project) -> Uncertainty:
    """What is known of a project, in a fixed number of queries."""
    rows = TaskTiming.objects.filter(project=project).exclude(least_minutes=None, most_minutes=None)
    said = {
        str(pk): (least, most)
        for pk, least, most in rows.values_list("task_id", "least_minutes", "most_minutes")
    }
    assumed = Assumptions.objects.filter(project=project).first()
    is_unlike = assumed is not None and assumed.ignores_history
    reference = None if is_unlike else _reference(project.workspace)
    return Uncertainty(said, reference, labels_of(project) if reference else {}, assumed)


def _reference(workspace: Workspace) -> Reference | None:
    try:
        return learn(past_tasks(workspace))
    except TooLittleHistory:
        return None


def _is_done(task: Task) -> bool:
    return task.actual_finish is not None or not task.active


def _pert(likely: float, least: float | None, most: float | None) -> Pert:
    """A likely duration that lies outside what was said is one of its ends."""
    low = likely if least is None else min(least, likely)
    high = likely if most is None else max(most, likely)
    return Pert(low, likely, high)


def _watched(tasks: list[Task]) -> tuple[str, ...]:
    """The tasks whose own dates are kept: of a long plan its milestones first."""
    ordered = sorted(tasks, key=lambda task: not task.milestone)
    return tuple(task.uid for task in ordered[:MOST_WATCHED])
