"""One act on many conversations: what was chosen, how far it is, what was left and why."""

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from rapport.accounts.models import Member
from rapport.lib.reader import Reader
from rapport.workspaces.models import Owned, ScopedManager


class BulkActQuerySet(models.QuerySet["BulkAct"]):
    """Questions about acts on many."""

    def visible_to(self, reader: Reader) -> Self:
        """One's own, and those that gave one something."""
        rows = self.filter(workspace_id=reader.workspace_id)
        if reader.is_contact:
            return rows.none()
        given = Q(field="assignee", value__to=reader.member_id)
        return rows.filter(Q(by=reader.member_id) | given)


class BulkAct(Owned):
    """It is worked off by portions, each in a transaction of its own. An undoing is an act too,
    and `undoes` the one before."""

    class State(models.TextChoices):
        """How far it is."""

        WAITING = "waiting", _("Waiting")
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        CANCELLED = "cancelled", _("Cancelled")

    by = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+", db_index=False)
    # Which field of the conversations, and what it becomes; ids, codes, moments, and of a custom
    # field what is filled in.
    field = models.CharField(max_length=12)
    value: Any = models.JSONField(null=True)
    state = models.CharField(max_length=9, choices=State, default=State.WAITING)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    # Why how many were left as they were.
    left: Any = models.JSONField(default=dict)
    is_stopped = models.BooleanField(default=False)
    undoes = models.OneToOneField(
        "self", null=True, on_delete=models.CASCADE, related_name="undoing"
    )
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    objects = ScopedManager.from_queryset(BulkActQuerySet)()
    everywhere = models.Manager()

    class Meta:
        indexes = [models.Index(fields=["by", "-id"], name="bulk_act_of")]

    @property
    def is_over(self) -> bool:
        """Whether nothing more comes of it."""
        return self.state in (self.State.DONE, self.State.CANCELLED)

    @property
    def tried(self) -> int:
        """How many were looked at."""
        return int(self.done + sum(self.left.values()))


class BulkPart(Owned):
    """A portion of it: [conversation, what the field said when it was chosen, what it is to say]
    each; and afterwards which were left, and why: [conversation, reason, sentence]."""

    act = models.ForeignKey(BulkAct, on_delete=models.CASCADE, related_name="parts", db_index=False)
    place = models.PositiveIntegerField()
    items: Any = models.JSONField(default=list)
    is_done = models.BooleanField(default=False)
    left: Any = models.JSONField(default=list)

    objects = ScopedManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["act", "place"], name="bulk_part_once")]
