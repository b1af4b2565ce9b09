"""What every owned row has: a workspace, and a manager that raises when none is open."""

from typing import Any, Self

from django.db import models

from rapport.lib.inserting import InsertedSwiftly
from rapport.workspaces import scope
from rapport.workspaces.models.workspace import Workspace


class ScopedManager(models.Manager[Any]):
    """The first lock: rows of the open workspace, an error when none is open.

    Build one for a queryset by `ScopedManager.from_queryset(CaseQuerySet)()`. Reverse relations
    use it too.
    """

    def get_queryset(self) -> models.QuerySet[Any]:
        """Rows of the open workspace."""
        return super().get_queryset().filter(workspace_id=scope.current())


class Owned(InsertedSwiftly, models.Model):
    """A row that belongs to a workspace.

    Each model declares `objects` (a ScopedManager; an architecture test holds it) and, where the
    clock, set-up or a door needs rows of all workspaces, a plain manager named `everywhere`.
    """

    # No index of its own: most installations have one workspace, so that it tells nothing apart,
    # yet SQLite would take it rather than one that does. Each order of a list has its own.
    workspace = models.ForeignKey(
        Workspace, on_delete=models.CASCADE, related_name="+", db_index=False
    )

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Refuse to write into a workspace that is not the open one; nothing is filled in."""
        if self.workspace_id != scope.current():
            raise scope.ForeignWorkspace(f"{self._meta.label} of another workspace")
        super().save(*args, **kwargs)


class BinnableQuerySet(models.QuerySet[Any]):
    """Live rows and binned ones."""

    def live(self) -> Self:
        """Rows that are not in the bin."""
        return self.filter(binned_at=None)

    def binned(self) -> Self:
        """Rows in the bin."""
        return self.filter(binned_at__isnull=False)


class Binnable(Owned):
    """An owned row whose deletion is a move to the bin, where it stays for 30 days."""

    binned_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        abstract = True
