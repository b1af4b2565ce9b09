"""What a vendor called a message of ours, and said of it."""

from django.db import models

from rapport.channels.models.handle import Handle
from rapport.inbox.models import Dispatch
from rapport.workspaces.models import Owned, ScopedManager


class Sending(Owned):
    """A message that a vendor took. That it waits, is tried again or failed stands in the outbox,
    at its dispatch."""

    dispatch = models.OneToOneField(Dispatch, on_delete=models.CASCADE, related_name="sending")
    handle = models.ForeignKey(Handle, on_delete=models.CASCADE, related_name="sendings")
    # By which the vendor tells later what became of it.
    remote_id = models.CharField(max_length=200)
    sent_at = models.DateTimeField()

    objects = ScopedManager()

    class Meta:
        indexes = [models.Index(fields=["workspace", "remote_id"], name="sending_by_remote_id")]
