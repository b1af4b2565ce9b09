"""A request of a vendor as it came, kept before anything is tried with it."""

import zlib
from datetime import datetime
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from rapport.channels.models.call_record import CallRecord
from rapport.channels.models.channel import Channel
from rapport.inbox.models import Message
from rapport.workspaces.models import Owned, ScopedManager


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    """Questions about deliveries."""

    def left(self, before: datetime) -> Self:
        """Waiting longer than they should, of channels that run."""
        waiting = self.filter(outcome=Delivery.Outcome.WAITING, received_at__lt=before)
        return waiting.filter(channel__is_paused=False, channel__binned_at=None)


class Delivery(Owned):
    """The bytes (zlib), the vendor's id of them, and the one outcome."""

    class Outcome(models.TextChoices):
        """The closed list; see docs/channel-outcomes.md."""

        WAITING = "waiting", _("Waiting")
        FILED = "filed", _("Filed")
        RECEIPT = "receipt", _("Receipt")
        DUPLICATE = "duplicate", _("Duplicate")
        IGNORED = "ignored", _("Ignored")
        QUARANTINED = "quarantined", _("Quarantined")

    channel = models.ForeignKey(
        Channel, on_delete=models.CASCADE, related_name="deliveries", db_index=False
    )
    # The vendor's own id, else a digest of the bytes.
    key = models.CharField(max_length=200)
    content = models.BinaryField()
    size = models.PositiveIntegerField()
    # When it came; of what we fetched later, when its vendor had it.
    received_at = models.DateTimeField()
    outcome = models.CharField(max_length=12, choices=Outcome, default=Outcome.WAITING)
    # Of a quarantined one: unreadable or crash.
    reason = models.CharField(max_length=20, blank=True)
    # What the reader said, for whoever looks into it.
    said = models.CharField(max_length=300, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    settled_at = models.DateTimeField(null=True)
    # The call that it told of, so that its bytes go when the caller is erased.
    call = models.ForeignKey(
        CallRecord, null=True, on_delete=models.SET_NULL, related_name="deliveries"
    )

    objects = ScopedManager.from_queryset(DeliveryQuerySet)()
    everywhere = models.Manager.from_queryset(DeliveryQuerySet)()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["channel", "key"], name="delivery_once")]
        indexes = [
            models.Index(fields=["workspace", "outcome", "-id"], name="delivery_outcome"),
            models.Index(
                fields=["id"], condition=models.Q(outcome="waiting"), name="delivery_waiting"
            ),
            models.Index(
                fields=["settled_at"],
                condition=models.Q(outcome__in=["receipt", "duplicate", "ignored"]),
                name="delivery_of_nothing",
            ),
        ]

    @property
    def bytes(self) -> bytes:
        """As it came."""
        return zlib.decompress(self.content)


class Arrival(Owned):
    """Which delivery brought a message."""

    message = models.OneToOneField(Message, on_delete=models.CASCADE, related_name="arrival")
    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="arrivals")

    objects = ScopedManager()
