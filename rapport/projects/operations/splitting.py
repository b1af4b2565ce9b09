"""Split a project: chosen tasks become a project of their own; and back."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from rapport.accounts.models import Member
from rapport.clients.models import Client
from rapport.events.actor import Acts
from rapport.events.models import Event
from rapport.projects import events
from rapport.projects.models import Project, ProjectMember, Task
from rapport.projects.operations import people, programmes, projects, transfer
from rapport.projects.operations.acts import told
from rapport.projects.operations.projects import ProjectDetails
from rapport.projects.queries.helping import hands_on


@transaction.atomic
def split(
    source: Project,
    tasks: Iterable[Task],
    details: ProjectDetails,
    client: Client,
    *,
    by: Acts,
    at: datetime,
) -> tuple[Project, int]:
    """Begin a project with tasks of another one, and with those who do them. It is of the same
    programme. Returns it, and the number of the act."""
    made = projects.create(client, details, by=by, at=at)
    if source.programme_id and source.client_id == client.pk:
        programmes.place(made, source.programme, by=by, at=at)
    left = transfer.move(source, tasks, made, by=by, at=at)
    _put_on(source, made, by=by, at=at)
    facts = {"into": made.pk, "act": left}
    return made, told(events.PROJECT_SPLIT, source, by=by, at=at, facts=facts)


@transaction.atomic
def take_back(source: Project, event: Event, *, by: Member, at: datetime) -> None:
    """Bring the tasks back; the new project goes to the bin, unless it holds others by now."""
    left = Event.objects.in_workspace(source.workspace_id).get(pk=event.facts["act"])
    transfer.take_back(source, left, by=by, at=at)
    made = Project.objects.live().filter(pk=event.facts["into"]).first()
    if made and not Task.objects.live().filter(project=made).exists():
        projects.put_in_bin(made, by=by, at=at)
    facts = {"into": event.facts["into"], "undone": event.pk}
    told(events.PROJECT_SPLIT, source, by=by, at=at, facts=facts)


def _put_on(source: Project, made: Project, *, by: Acts, at: datetime) -> None:
    """Who does the tasks, or helps, is on the new project, with the part they had."""
    tasks = Task.objects.live().filter(project=made).values_list("pk", flat=True)
    parts = dict(ProjectMember.objects.filter(project=source).values_list("member", "part"))
    for member in hands_on(list(tasks)).order_by("pk"):
        people.add(made, member, part=parts.get(member.pk, ""), by=by, at=at)
