"""Who is reading: the plain value by which every app decides what may be seen."""

from dataclasses import dataclass
from enum import IntEnum

from rapport.lib.roles import Role


class Detail(IntEnum):
    """How much a contact chose to see."""

    HEADLINE = 1
    MILESTONES = 2
    TASKS = 3
    EVERYTHING = 4


@dataclass(frozen=True, slots=True)
class Reader:
    """One person in one workspace.

    `client_ids` and `project_ids` narrow what is seen; None means all of them. A contact always
    has exactly one client id. A guest has the ids of the projects they are on.
    """

    workspace_id: int
    role: Role
    member_id: int | None = None
    contact_id: int | None = None
    client_ids: frozenset[int] | None = None
    project_ids: frozenset[int] | None = None
    detail: Detail = Detail.EVERYTHING

    @property
    def is_contact(self) -> bool:
        """Whether this is somebody at a client, who sees only what is shown to them."""
        return self.role == Role.CONTACT

    @property
    def sees_everything(self) -> bool:
        """Whether nothing in the workspace is kept from this reader: staff, but no guest.

        Lets a queryset leave out the sub-query that would narrow nothing.
        """
        unnarrowed = self.client_ids is None and self.project_ids is None
        return unnarrowed and not self.is_contact
