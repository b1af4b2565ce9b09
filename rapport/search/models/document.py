"""The index: one row a searchable record."""

from typing import Any

from django.db import models

from rapport.workspaces.models import Owned, ScopedManager


class SearchDocument(Owned):
    """What can be found of one record, and what decides who may find it."""

    kind = models.CharField(max_length=20)  # conversation, task, client, contact, project, case
    record_id = models.BigIntegerField()
    client_id = models.BigIntegerField(null=True)
    project_id = models.BigIntegerField(null=True)
    title = models.TextField()
    body = models.TextField()
    changed_at = models.DateTimeField()

    objects: ScopedManager | Any = ScopedManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "record_id"], name="document_a_record")
        ]
        indexes = [models.Index(fields=["workspace", "kind"], name="document_kind")]
