"""Turn a member into a Reader."""

from collections.abc import Callable

from rapport.accounts.models import Member
from rapport.lib.reader import Reader
from rapport.lib.roles import Role

# Filled by `projects`, which knows who is on what; accounts stands below it.
ProjectsOf = Callable[[Member], frozenset[int]]
_projects_of: list[ProjectsOf] = []


def guests_see(projects_of: ProjectsOf) -> ProjectsOf:
    """Register the question «which projects is this guest on?»."""
    _projects_of[:] = [projects_of]
    return projects_of


def reader_for(member: Member) -> Reader:
    """What this member may see: everything in the workspace, or a guest's own projects."""
    projects = None
    if member.role == Role.GUEST:
        projects = _projects_of[0](member) if _projects_of else frozenset()
    return Reader(
        workspace_id=member.workspace_id,
        role=Role(member.role),
        member_id=member.pk,
        project_ids=projects,
    )
