"""When a project, or a task of it, will be done: by plan, and as to be expected today."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from rapport.planning.models import PlanState, ScheduleRow
from rapport.projects.models import Project, Task


@dataclass(frozen=True, slots=True)
class Forecast:
    """`planned` is the finish by plan; `expected` if what is overdue begins, or goes on, today.

    With a circle the dates are those of the plan without the links that close it.
    """

    planned: datetime
    expected: datetime
    circle: bool = False


def forecast(project: Project, task: Task | None = None) -> Forecast | None:
    """The forecast of a project, or of one of its tasks or milestones; None without tasks."""
    if task is not None:
        return forecast_of_tasks([task.pk]).get(task.pk)
    return forecasts([project]).get(project.pk)


def forecasts(projects: Iterable[Project]) -> dict[int, Forecast]:
    """By project id, in one query; projects without tasks are left out."""
    rows = PlanState.objects.filter(project__in=[project.pk for project in projects])
    return {
        state.project_id: Forecast(state.finish, state.forecast_finish, bool(state.circle))
        for state in rows
        if state.finish and state.forecast_finish
    }


def forecast_of_tasks(task_ids: Collection[int]) -> dict[int, Forecast]:
    """By task id, in one query."""
    rows = ScheduleRow.objects.filter(task__in=task_ids)
    return {
        task: Forecast(finish, expected)
        for task, finish, expected in rows.values_list("task", "finish", "forecast_finish")
    }
