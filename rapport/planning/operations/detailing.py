"""Write what a shape knows of its tasks beside the plan: their timing, skills, costs, other ways;
and what may happen to the project."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from rapport.accounts.models import Member
from rapport.planning.models import Risk, RiskTask, TaskCost, TaskTiming
from rapport.planning.offers import note_offers
from rapport.planning.operations.risks import MOST, RiskFacts, TooManyRisks
from rapport.planning.shape import ShapeRisk, ShapeTask
from rapport.projects.models import Project
from rapport.resourcing.models import Skill, TaskSkill
from rapport.workspaces.operations.numbers import next_number

Made = Mapping[int, ShapeTask]


def detail(project: Project, made: Made, *, at: datetime) -> None:
    """Let new tasks, by their ids, be as they are in the shape. The caller tells it."""
    TaskTiming.objects.bulk_create(
        TaskTiming(
            workspace_id=project.workspace_id, project=project, task_id=pk,
            least_minutes=task.least, most_minutes=task.most, pauses=list(map(list, task.pauses)),
            ignores_people=task.ignores_people,
        )
        for pk, task in made.items()
        if task.least is not None or task.most is not None or task.pauses or task.ignores_people
    )  # fmt: skip
    TaskCost.objects.bulk_create(
        TaskCost(workspace_id=project.workspace_id, project=project, task_id=pk, **task.cost)
        for pk, task in made.items()
        if task.cost
    )
    if ways := {pk: task.ways for pk, task in made.items() if task.ways}:
        note_offers(project, ways, at=at)
    _ask(project, made)


def expect(
    project: Project, ids: Sequence[int], risks: Sequence[ShapeRisk], *, by: Member, at: datetime
) -> list[int]:
    """Note what may happen, to the tasks in their order; returns the ids. Raises `TooManyRisks`."""
    if not risks:
        return []
    if Risk.objects.live().filter(project=project).count() + len(risks) > MOST:
        raise TooManyRisks(_("A project holds no more than %(n)s risks.") % {"n": MOST})
    said = [RiskFacts(one.name, one.percent, delay=one.delay, cost=one.cost) for one in risks]
    first = next_number(project.workspace, "risk", count=len(risks))
    made = Risk.objects.bulk_create(
        Risk(
            workspace_id=project.workspace_id, project=project, number=number, noted_by=by,
            noted_at=at, **one.fields(),
        )
        for number, one in enumerate(said, first)
    )  # fmt: skip
    RiskTask.objects.bulk_create(
        RiskTask(workspace_id=project.workspace_id, risk=risk, task_id=ids[place])
        for risk, one in zip(made, risks, strict=True)
        for place in one.tasks
    )
    return [risk.pk for risk in made]


def _ask(project: Project, made: Made) -> None:
    """Let the tasks ask for the skills of the shape that are still on the list."""
    wanted = {int(skill) for task in made.values() for skill in task.skills}
    if not wanted:
        return
    known = set(Skill.objects.live().filter(pk__in=wanted).values_list("pk", flat=True))
    TaskSkill.objects.bulk_create(
        TaskSkill(
            workspace_id=project.workspace_id, task_id=pk, skill_id=int(skill), level=level
        )
        for pk, task in made.items()
        for skill, level in task.skills.items()
        if int(skill) in known
    )  # fmt: skip
