"""One piece of a message on its way to a vendor: its words, or one of its files."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from rapport.channels.models.handle import Handle
from rapport.inbox.models import Dispatch
from rapport.workspaces.models import Owned, ScopedManager


class SendingQuerySet(models.QuerySet["Sending"]):
    """Questions about pieces."""

    def arrived(self) -> Self:
        """Those that the vendor has."""
        return self.filter(state=Sending.State.SENT)


class Sending(Owned):
    """Pieces are made at the first try and stay the same, so that none goes twice. That the message
    as a whole waits or failed stands in the outbox, at its dispatch."""

    class State(models.TextChoices):
        """How far it is."""

        WAITING = "waiting", _("Waiting")
        # Handed over, and nobody knows yet what the vendor said.
        BEGUN = "begun", _("Sending")
        SENT = "sent", _("Sent")
        FAILED = "failed", _("Failed")

    dispatch = models.ForeignKey(
        Dispatch, on_delete=models.CASCADE, related_name="sendings", db_index=False
    )
    handle = models.ForeignKey(Handle, on_delete=models.CASCADE, related_name="sendings")
    # Its place in the message, from 0.
    place = models.PositiveSmallIntegerField()
    # Whether the message's words go with it.
    has_text = models.BooleanField()
    # Ids of the attachments that go with it: one, or all where the vendor takes them together.
    attachments = models.JSONField(default=list)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    # What the vendor said against it.
    said = models.CharField(max_length=300, blank=True)
    tried_at = models.DateTimeField(null=True)
    # By which the vendor tells later what became of it.
    remote_id = models.CharField(max_length=200, blank=True)
    sent_at = models.DateTimeField(null=True)

    objects = ScopedManager.from_queryset(SendingQuerySet)()
    everywhere = models.Manager.from_queryset(SendingQuerySet)()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dispatch", "place"], name="sending_piece_once")
        ]
        indexes = [models.Index(fields=["workspace", "remote_id"], name="sending_by_remote_id")]
