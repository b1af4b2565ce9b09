"""A call as the telephone exchange recorded it."""

from typing import Self

from django.db import models

from rapport.channels.models.call import Call
from rapport.channels.models.channel import Channel
from rapport.channels.models.handle import Handle
from rapport.inbox.models import Conversation
from rapport.lib.reader import Reader
from rapport.workspaces.models import Owned, ScopedManager


class CallRecordQuerySet(models.QuerySet["CallRecord"]):
    """Questions about records."""

    def visible_to(self, reader: Reader) -> Self:
        """As the conversation; never for a contact."""
        rows = self.filter(workspace_id=reader.workspace_id)
        if reader.is_contact:
            return rows.none()
        talks = Conversation.objects.visible_to(reader).live()
        return rows.filter(conversation__in=talks)


class CallRecord(Owned):
    """One a call, however many requests told of it. What was said is noted by a person."""

    channel = models.ForeignKey(Channel, on_delete=models.CASCADE, related_name="+", db_index=False)
    # The vendor's own id of the call.
    key = models.CharField(max_length=200)
    handle = models.ForeignKey(Handle, null=True, on_delete=models.SET_NULL, related_name="+")
    conversation = models.ForeignKey(
        Conversation, null=True, on_delete=models.CASCADE, related_name="call_records"
    )
    is_incoming = models.BooleanField(default=True)
    is_missed = models.BooleanField(default=False)
    seconds = models.PositiveIntegerField(default=0)
    ended_at = models.DateTimeField(null=True)
    # Where it lies; whoever may read the conversation hears it through us.
    recording = models.CharField(max_length=1000, blank=True)
    # The call that one of us noted for it.
    noted = models.OneToOneField(Call, null=True, on_delete=models.SET_NULL, related_name="record")

    objects = ScopedManager.from_queryset(CallRecordQuerySet)()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["channel", "key"], name="call_record_once")]

    @property
    def minutes(self) -> int:
        """Begun minutes, as people say it."""
        return -(-int(self.seconds) // 60)
