"""One immutable row an act, and the seals that chain them by hash."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Self, TypeVar

from django.db import models

from rapport.events.actor import Acts
from rapport.lib.inserting import InsertedSwiftly

# For how long people can take back an act of theirs.
UNDONE_WITHIN = timedelta(hours=1)
Record = TypeVar("Record", bound=models.Model)


class EventQuerySet(models.QuerySet["Event"]):
    """Questions readers ask of the stream."""

    def in_workspace(self, workspace_id: int) -> Self:
        """Events of one workspace. The stream stands below the scope, so it is always named."""
        return self.filter(workspace_id=workspace_id)

    def about(self, kind: str, pk: int) -> Self:
        """Events whose subject is this record."""
        return self.filter(subject_kind=kind, subject_id=pk)

    def undoable(self, by: Acts, *, at: datetime) -> Self:
        """What somebody did themselves within the last hour, and may still take back."""
        mine = self.filter(actor_kind=by.actor_kind, actor_id=by.pk)
        return mine.filter(at__gte=at - UNDONE_WITHIN)

    def unsealed(self) -> Self:
        """Events not yet in the hash chain."""
        return self.filter(seal_id=None)


class Event(InsertedSwiftly, models.Model):
    """What happened: verb, who, about what, when; ids and numbers only, never text or names.

    No foreign keys, so that it stands at the bottom and survives the erasure of a person.
    """

    workspace_id = models.BigIntegerField()
    verb = models.CharField(max_length=60)
    actor_kind = models.CharField(max_length=10)  # member, contact, system
    actor_id = models.BigIntegerField(null=True)
    subject_kind = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    client_id = models.BigIntegerField(null=True)
    project_id = models.BigIntegerField(null=True)
    facts = models.JSONField(default=dict)
    at = models.DateTimeField()
    seal_id = models.BigIntegerField(null=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["workspace_id", "-id"], name="event_stream"),
            models.Index(fields=["subject_kind", "subject_id", "-id"], name="event_subject"),
            models.Index(fields=["client_id", "-id"], name="event_client"),
            models.Index(fields=["project_id", "-id"], name="event_project"),
            models.Index(fields=["workspace_id", "verb", "at"], name="event_verb"),
            models.Index(fields=["id"], condition=models.Q(seal_id=None), name="event_unsealed"),
        ]

    # Only while the act itself is under way; never stored.
    at_hand: Sequence[models.Model] = ()

    def held(self, model: type[Record], pk: int) -> Record | None:
        """A record that the act holds already, for an inline listener."""
        for record in self.at_hand:
            if isinstance(record, model) and record.pk == pk:
                return record
        return None


class Seal(models.Model):
    """The hash over a batch of events and the seal before: no history is rewritten unseen."""

    workspace_id = models.BigIntegerField()
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)
    count = models.PositiveIntegerField()
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["workspace_id", "-id"], name="seal_chain")]
