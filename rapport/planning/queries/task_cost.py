"""What the page of a task shows of its cost."""

from dataclasses import dataclass

from rapport.planning.models import TaskCost
from rapport.planning.offers import Offer, offers_of
from rapport.projects.models import Task
from rapport.projects.outline import Outline
from rapport.projects.queries.work import has_parts

AN_HOUR = 60


@dataclass(frozen=True, slots=True)
class ShownCost:
    """What was said of a task, and what it comes to by plan; of a sum, what its parts come to."""

    row: TaskCost
    is_sum: bool
    planned: int

    @property
    def is_said(self) -> bool:
        """Whether there is any amount to show."""
        said = self.row.likely is not None or self.row.hourly is not None
        return bool(self.planned) or (said and not self.is_sum)


def cost_of(task: Task) -> ShownCost:
    """Of one task, in a fixed number of queries."""
    row = TaskCost.objects.filter(task=task).first() or TaskCost(task=task)
    if not has_parts(task):
        extra = sum(one.price for one in _taken(task))
        return ShownCost(row, is_sum=False, planned=round(_planned(row, task)) + extra)
    rows = Task.objects.live().filter(project=task.project_id)
    outline = Outline(rows.order_by("position", "pk").values_list("pk", "parent_id"))
    parts = [pk for pk in outline.family(task.pk) if not outline.children(pk)]
    costs = TaskCost.objects.filter(project=task.project_id).select_related("task")
    known = {one.task_id: one for one in costs.exclude(task__timing__is_active=False)}
    planned = sum(_planned(known[pk], known[pk].task) for pk in parts if pk in known)
    planned += sum(
        one.price for one in offers_of(task.project) if one.is_taken and one.task in parts
    )
    return ShownCost(row, is_sum=True, planned=round(planned))


def _taken(task: Task) -> list[Offer]:
    return [one for one in offers_of(task.project) if one.is_taken and one.task == task.pk]


def _planned(row: TaskCost, task: Task) -> float:
    ordinary = 0 if task.is_elapsed else task.duration_minutes
    work = ordinary if task.work_minutes is None else task.work_minutes
    return (row.likely or 0) + (row.hourly or 0) * work / AN_HOUR
