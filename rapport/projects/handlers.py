"""What projects answer to the apps below, and what they do when somebody joins."""

from rapport.accounts.events import MEMBER_JOINED
from rapport.accounts.guest_projects import offered
from rapport.accounts.models import Member
from rapport.accounts.readers import guests_see
from rapport.events.listeners import on
from rapport.events.models import Event
from rapport.lib.reader import Reader
from rapport.projects.events import PROJECT_MERGED, TASKS_LEFT
from rapport.projects.models import Project
from rapport.projects.operations import following
from rapport.projects.operations import people as places
from rapport.projects.queries import people
from rapport.workspaces.scope import open_workspace


@guests_see
def projects_of(member: Member) -> frozenset[int]:
    """A guest sees the projects they are on; asked before the scope of the request is open."""
    with open_workspace(member.workspace_id):
        return people.projects_of(member)


@offered
def projects_to_invite_to(reader: Reader) -> list[tuple[int, str]]:
    """What the invitation form offers: the live projects this reader sees."""
    rows = Project.objects.visible_to(reader).active().order_by("name")
    return [(project.pk, str(project)) for project in rows]


@on(MEMBER_JOINED, inline=True)
def put_on_projects(event: Event) -> None:
    """Whoever was invited to projects is on them from the first moment."""
    wanted = event.facts.get("project_ids", ())
    if not wanted:
        return
    member = Member.objects.get(pk=event.subject_id)
    for project in Project.objects.live().filter(pk__in=wanted).select_related("workspace"):
        places.add(project, member, by=member, at=event.at)


@on(TASKS_LEFT, inline=True)
def take_along(event: Event) -> None:
    """What hangs on tasks belongs to the project of the tasks."""
    following.with_tasks(event)


@on(PROJECT_MERGED, inline=True)
def join(event: Event) -> None:
    """What still goes on goes along; what is settled stays with the old project."""
    following.with_project(event)


@on(TASKS_LEFT)
def gather_stragglers(event: Event) -> None:
    """Once more a breath later, for what was being written in the same moment."""
    following.gather_stragglers(event)
