"""What a plan knows of its tasks beside their dates, as its shape keeps it: who helps, skills,
costs, other ways, and what may happen."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from rapport.planning.models import Risk, RiskTask, TaskCost
from rapport.planning.offers import written_offers
from rapport.planning.queries.timings import doer_of
from rapport.planning.shape import ShapeRisk, ShapeTask
from rapport.projects.models import Helper, Project
from rapport.resourcing.queries.skills import Ability, asked_of_project

AMOUNTS = ("least", "likely", "most", "hourly")


@dataclass(frozen=True, slots=True)
class Details:
    """Each by the id of the task."""

    skills: Mapping[int, Sequence[Ability]]
    helpers: Mapping[int, Mapping[str, int]]
    costs: Mapping[int, Mapping[str, int]]
    ways: Mapping[int, Sequence[Mapping[str, Any]]]

    def upon(self, pk: int, task: ShapeTask) -> ShapeTask:
        """The task with what is known of it."""
        return replace(
            task,
            skills={str(one.skill): one.level for one in self.skills.get(pk, ())},
            helpers=self.helpers.get(pk, {}),
            cost=self.costs.get(pk, {}),
            ways=tuple(self.ways.get(pk, ())),
        )


def details_of(project: Project, roles: Mapping[str, str]) -> Details:
    """Of the live tasks of a project, with `roles` for those who help; a query each."""
    return Details(
        asked_of_project(project), _helpers(project, roles), _costs(project),
        written_offers(project),
    )  # fmt: skip


def risks_of(project: Project, place: Mapping[int, int]) -> Iterator[ShapeRisk]:
    """What may happen to a project, with the places of the tasks that it would delay."""
    touched: dict[int, list[int]] = defaultdict(list)
    touches = RiskTask.objects.filter(risk__project=project, task__project=project)
    for risk, task in touches.order_by("pk").values_list("risk_id", "task_id"):
        if task in place:
            touched[risk].append(place[task])
    for row in Risk.objects.live().filter(project=project).order_by("number"):
        yield ShapeRisk(
            row.name, row.percent, tuple(touched[row.pk]),
            (row.delay_least, row.delay_likely, row.delay_most),
            (row.cost_least, row.cost_likely, row.cost_most),
        )  # fmt: skip


def _helpers(project: Project, roles: Mapping[str, str]) -> dict[int, dict[str, int]]:
    """By task the share of each role; one of no role helps no more, as in the task itself."""
    rows = Helper.objects.counting().filter(task__project=project, task__binned_at=None)
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for task, member, name, percent in rows.order_by("pk").values_list(
        "task_id", "member_id", "name", "percent"
    ):
        if role := roles.get(doer_of(member, name), ""):
            found[task][role] = found[task].get(role, 0) + percent
    return found


def _costs(project: Project) -> dict[int, dict[str, int]]:
    rows = TaskCost.objects.filter(project=project).values_list("task_id", *AMOUNTS)
    return {
        task: {
            name: amount
            for name, amount in zip(AMOUNTS, amounts, strict=True)
            if amount is not None
        }
        for task, *amounts in rows
    }
