"""Who sees what stands in a project and is no client's."""

from typing import Self

from rapport.lib.reader import Reader
from rapport.projects.models.project import Project
from rapport.workspaces.models.owned import BinnableQuerySet


class SeenWithProject(BinnableQuerySet):
    """Rows of a project that all of its team may see."""

    def visible_to(self, reader: Reader) -> Self:
        """Those of the projects one sees; none for contacts."""
        rows = self.filter(workspace_id=reader.workspace_id)
        if reader.is_contact:
            return rows.none()
        if reader.sees_everything:
            return rows
        return rows.filter(project__in=Project.objects.visible_to(reader))
