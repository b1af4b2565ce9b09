"""The index: one row a searchable record."""

from typing import Self

from django.db import models
from django.db.models import Q

from rapport.lib.reader import Reader
from rapport.workspaces.models import Owned, ScopedManager


class DocumentQuerySet(models.QuerySet["SearchDocument"]):
    """Questions about the index."""

    def visible_to(self, reader: Reader) -> Self:
        """Staff: all. A guest: what belongs to their projects; which programmes do, these know
        themselves. A contact: nothing, they have the portal's own lists."""
        rows = self.filter(workspace_id=reader.workspace_id)
        if reader.is_contact:
            return rows.none()
        if reader.project_ids is not None:
            theirs = Q(project_id__in=reader.project_ids)
            rows = rows.filter(theirs | Q(kind=SearchDocument.Kind.PROGRAMME))
        return rows


class SearchDocument(Owned):
    """What can be found of one record, and what decides who may find it."""

    class Kind(models.TextChoices):
        """What the record is."""

        CLIENT = "client"
        CONTACT = "contact"
        PROJECT = "project"
        PROGRAMME = "programme"
        TASK = "task"
        MESSAGE = "message"

    kind = models.CharField(max_length=10, choices=Kind)
    record_id = models.BigIntegerField()
    client_id = models.BigIntegerField(null=True)
    project_id = models.BigIntegerField(null=True)
    # Words of its own in the index, so that a search never leaves the workspace.
    tenant = models.CharField(max_length=24)
    title = models.TextField()
    body = models.TextField()
    changed_at = models.DateTimeField()

    objects = ScopedManager.from_queryset(DocumentQuerySet)()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "record_id"], name="document_a_record")
        ]
        indexes = [models.Index(fields=["workspace", "kind", "id"], name="document_kind")]
