"""What projects answer to the apps below."""

from rapport.accounts.models import Member
from rapport.accounts.readers import guests_see
from rapport.projects.queries import people
from rapport.workspaces.scope import open_workspace


@guests_see
def projects_of(member: Member) -> frozenset[int]:
    """A guest sees the projects they are on; asked before the scope of the request is open."""
    with open_workspace(member.workspace_id):
        return people.projects_of(member)
