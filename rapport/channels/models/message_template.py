"""Templates that a vendor approved, and messages that were made of them."""

from typing import Self

from django.db import models

from rapport.channels.models.channel import Channel
from rapport.inbox.models import Message
from rapport.integrations.providers.records import Gap
from rapport.workspaces.models import Owned, ScopedManager


class MessageTemplateQuerySet(models.QuerySet["MessageTemplate"]):
    """Questions about templates."""

    def usable(self) -> Self:
        """Those that may be sent now."""
        return self.filter(obstacle="", gone_at=None)


class MessageTemplate(Owned):
    """As the vendor keeps it; refreshed, never written here. In its texts gaps are {{name}}."""

    channel = models.ForeignKey(
        Channel, on_delete=models.CASCADE, related_name="templates", db_index=False
    )
    # The vendor's own id.
    key = models.CharField(max_length=100)
    name = models.CharField(max_length=512)
    language = models.CharField(max_length=20, blank=True)
    head = models.TextField(blank=True)
    body = models.TextField()
    foot = models.TextField(blank=True)
    # [[part, name, example]], in their order.
    gaps = models.JSONField(default=list)
    # {"part.name": our variable} that fills it, as somebody of us said.
    fills = models.JSONField(default=dict)
    state = models.CharField(max_length=40)
    # Why it cannot be sent now, in the vendor's words; empty: it can.
    obstacle = models.CharField(max_length=300, blank=True)
    # The vendor has it no longer.
    gone_at = models.DateTimeField(null=True)

    objects = ScopedManager.from_queryset(MessageTemplateQuerySet)()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["channel", "key"], name="message_template_once")
        ]

    def __str__(self) -> str:
        return f"{self.name} · {self.language}" if self.language else str(self.name)

    @property
    def wanted(self) -> list[Gap]:
        """What is to be filled."""
        return [Gap(*gap) for gap in self.gaps]


class TemplateUse(Owned):
    """What of which template a message of ours was made; sent again it is made of the same."""

    message = models.OneToOneField(Message, on_delete=models.CASCADE, related_name="template_use")
    template = models.ForeignKey(
        MessageTemplate, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    key = models.CharField(max_length=100)
    name = models.CharField(max_length=512)
    language = models.CharField(max_length=20, blank=True)
    # [[part, name, words]], in their order.
    values = models.JSONField(default=list)

    objects = ScopedManager()
