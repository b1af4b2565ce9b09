"""Who is at the other end of a channel, and the conversations held with them."""

from django.db import models

from rapport.channels.models.channel import Channel
from rapport.clients.models import Contact
from rapport.inbox.models import Conversation
from rapport.workspaces.models import Owned, ScopedManager


class Handle(Owned):
    """An address on a channel, and whose it is. An unverified one triggers nothing."""

    channel = models.ForeignKey(
        Channel, on_delete=models.CASCADE, related_name="handles", db_index=False
    )
    # As the vendor spells it; an answer goes there.
    address = models.CharField(max_length=200)
    name = models.CharField(max_length=200, blank=True)
    contact = models.ForeignKey(
        Contact, null=True, on_delete=models.SET_NULL, related_name="handles"
    )
    is_verified = models.BooleanField(default=False)
    # Some vendors take free answers only for a while after it.
    last_heard_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()

    objects = ScopedManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["channel", "address"], name="handle_once")]

    def __str__(self) -> str:
        return self.name or self.address

    @property
    def spelled(self) -> str:
        """As it stands in a conversation, where addresses are in lower case."""
        return str(self.address).lower()[:320]


class Exchange(Owned):
    """A conversation that is held with a handle."""

    conversation = models.OneToOneField(
        Conversation, on_delete=models.CASCADE, related_name="exchange"
    )
    handle = models.ForeignKey(Handle, on_delete=models.CASCADE, related_name="exchanges")

    objects = ScopedManager()
