"""Who is on a project."""

from datetime import datetime

from django.db import transaction

from rapport.accounts.models import Member
from rapport.events.actor import Acts
from rapport.projects import events
from rapport.projects.models import Project, ProjectMember
from rapport.projects.operations.acts import told


@transaction.atomic
def add(project: Project, member: Member, *, part: str = "", by: Acts, at: datetime) -> None:
    """Put somebody on a project, with their part in it. Once is enough."""
    _, new = ProjectMember.objects.update_or_create(
        project=project,
        member=member,
        defaults={"part": part},
        create_defaults={"workspace": project.workspace, "part": part},
    )
    if new:
        told(events.PERSON_JOINED, project, by=by, at=at, facts={"member": member.pk})


@transaction.atomic
def remove(project: Project, member: Member, *, by: Acts, at: datetime) -> None:
    """Take somebody off a project; their tasks keep their name until somebody else takes them."""
    gone, _ = ProjectMember.objects.filter(project=project, member=member).delete()
    if gone:
        told(events.PERSON_LEFT, project, by=by, at=at, facts={"member": member.pk})
