"""Who sees rows that are no client's: staff, and which of them."""

from typing import Self

from rapport.lib.reader import Reader
from rapport.workspaces.models.owned import BinnableQuerySet


class SeenByStaff(BinnableQuerySet):
    """Rows that tell of all projects."""

    def visible_to(self, reader: Reader) -> Self:
        """All for staff who see all projects; none for guests and contacts."""
        rows = self.filter(workspace_id=reader.workspace_id)
        return rows if reader.sees_everything else rows.none()
