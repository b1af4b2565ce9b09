"""Begin a project, or fill an empty plan, with the shape of another plan."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _

from rapport.accounts.models import Member
from rapport.clients.models import Client
from rapport.events.models import Event
from rapport.events.operations.stream import publish
from rapport.lib.refusal import Refused
from rapport.lib.visibility import Visibility
from rapport.planning.events import PLAN_FILLED
from rapport.planning.models import Risk
from rapport.planning.operations import detailing, scheduling
from rapport.planning.shape import Shape, ShapeTask
from rapport.projects.durations import Lag
from rapport.projects.models import Project, ProjectMember, Task
from rapport.projects.operations import people as project_people
from rapport.projects.operations import projects, several
from rapport.projects.operations.projects import ProjectDetails
from rapport.projects.operations.taking_in import take_in
from rapport.projects.queries.incoming import (
    IncomingHelper,
    IncomingLink,
    IncomingTask,
    difference,
)
from rapport.workspaces.operations import bin


class NotFilled(Refused):
    """The plan is not empty, or the filling cannot be taken back."""


@dataclass(frozen=True, slots=True)
class Filling:
    """A shape, who takes which role, and where it comes from: ids of a template or a project.

    A role that nobody takes stands on its tasks by its name.
    """

    shape: Shape
    people: Mapping[str, Member] = field(default_factory=dict)
    source: Mapping[str, int | str] = field(default_factory=dict)


@transaction.atomic
def begin(
    client: Client, details: ProjectDetails, filling: Filling, *, by: Member, at: datetime
) -> Project:
    """Begin a project whose plan has this shape from its first day on."""
    with scheduling.postponed():
        project = projects.create(client, details, by=by, at=at)
    fill(project, filling, by=by, at=at)
    return project


@transaction.atomic
def fill(project: Project, filling: Filling, *, by: Member, at: datetime) -> int:
    """Give an empty plan this shape, from the project's first day on; returns the act's number.

    Raises `NotFilled` when there are tasks already, and what is refused of its risks.
    """
    Project.objects.select_for_update().get(pk=project.pk)
    if Task.objects.live().filter(project=project).exists():
        raise NotFilled(_("This plan has tasks already. A template fills an empty plan."))
    ids = _written(project, filling, at=at)
    risks = detailing.expect(project, ids, filling.shape.risks, by=by, at=at)
    for role, member in filling.people.items():
        _put_on(project, member, role, by=by, at=at)
    scheduling.outdate(project, at=at)
    facts = {
        **filling.source, "tasks": ids, "links": len(filling.shape.links), "risks": risks,
    }  # fmt: skip
    return publish(PLAN_FILLED, subject=project, by=by, at=at, facts=facts).pk


@transaction.atomic
def fill_from(project: Project, first: date, filling: Filling, *, by: Member, at: datetime) -> int:
    """The same from another first day on: the project begins then."""
    was = project.starts_on
    with scheduling.postponed():
        projects.start_on(project, first, by=by, at=at)
    source = {**filling.source, "began": was.isoformat()}
    return fill(project, replace(filling, source=source), by=by, at=at)


@transaction.atomic
def undo(project: Project, act: int, *, by: Member, at: datetime) -> None:
    """Take back one's own filling within the hour: its tasks and risks go to the bin, the project
    begins when it did."""
    acts = Event.objects.in_workspace(project.workspace_id).undoable(by, at=at)
    event = acts.filter(pk=act, verb=PLAN_FILLED, project_id=project.pk).first()
    if event is None:
        raise NotFilled(_("This cannot be undone any more."))
    rows = Task.objects.live().filter(project=project, pk__in=event.facts["tasks"], parent=None)
    several.put_in_bin(project, list(rows.select_related("project")), by=by, at=at)
    for risk in Risk.objects.live().filter(project=project, pk__in=event.facts["risks"]):
        risk.project = project
        bin.put(risk, by=by, at=at)
    if began := event.facts.get("began"):
        projects.start_on(project, date.fromisoformat(began), by=by, at=at)


def _written(project: Project, filling: Filling, *, at: datetime) -> list[int]:
    shape = filling.shape
    tasks = [_incoming(place, task, project, filling) for place, task in enumerate(shape.tasks)]
    links = [
        IncomingLink(
            _uid(link.before), _uid(link.after), link.kind,
            Lag(link.minutes, link.percent, link.is_elapsed),
        )
        for link in shape.links
    ]  # fmt: skip
    taken = take_in(project, tasks, difference(project, tasks, links), at=at)
    ids = [taken.ids[_uid(place)] for place in range(len(shape.tasks))]
    # Such an id only tells the tasks of the shape apart while they come in.
    Task.objects.filter(pk__in=ids).update(imported_uid="")
    hidden = [pk for pk, task in zip(ids, shape.tasks, strict=True) if not _is_shown(task)]
    Task.objects.filter(pk__in=hidden).update(visibility=Visibility.INTERNAL)
    detailing.detail(project, dict(zip(ids, shape.tasks, strict=True)), at=at)
    return ids


def _uid(place: int | str) -> str:
    return f"shape:{place}"


def _is_shown(task: ShapeTask) -> bool:
    return task.visibility == Visibility.CLIENT


def _incoming(place: int, task: ShapeTask, project: Project, filling: Filling) -> IncomingTask:
    zone = ZoneInfo(project.workspace.time_zone)
    tied = task.tied(project.starts_on)
    member = filling.people.get(task.role)
    values = {
        "name": task.name,
        "description": task.description,
        "is_milestone": task.is_milestone,
        "assignee_id": member.pk if member else None,
        "assignee_name": "" if member else task.role,
        "duration_minutes": task.minutes,
        "is_elapsed": task.is_elapsed,
        "work_minutes": task.work,
        "keeps": task.keeps,
        "constraint": task.constraint,
        "constraint_at": tied.replace(tzinfo=zone) if tied else None,
        "deadline": task.deadline(project.starts_on),
    }
    parent = None if task.parent is None else _uid(task.parent)
    helpers = [
        IncomingHelper(None, who, percent) if isinstance(who, str) else
        IncomingHelper(who.pk, "", percent)
        for who, percent in task.helped_by(filling.people).items()
    ]  # fmt: skip
    return IncomingTask(_uid(place), parent, values, helpers)


def _put_on(project: Project, member: Member, role: str, *, by: Member, at: datetime) -> None:
    """Whoever takes a role is on the project; what they are already called there stays. In a copy
    people stand for themselves: their own name is no part."""
    part = "" if role == member.name else role[:120]
    if not ProjectMember.objects.filter(project=project, member=member).exists():
        project_people.add(project, member, part=part, by=by, at=at)
