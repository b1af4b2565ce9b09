"""A call with somebody, as one of us noted it."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from rapport.accounts.models import Member
from rapport.clients.models import Contact
from rapport.inbox.models import Conversation, Message
from rapport.workspaces.models import Owned, ScopedManager


class CallQuerySet(models.QuerySet["Call"]):
    """Questions about calls."""

    def running(self) -> Self:
        """Begun and not noted yet."""
        return self.filter(ended_at=None)


class Call(Owned):
    """Begun with one click; when it is over, its note stands in a conversation."""

    class Outcome(models.TextChoices):
        """What came of it."""

        REACHED = "reached", _("We spoke")
        MACHINE = "machine", _("Left a message")
        NO_ANSWER = "no-answer", _("No answer")
        WRONG = "wrong", _("Wrong number")

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+", db_index=False)
    contact = models.ForeignKey(
        Contact, null=True, on_delete=models.SET_NULL, related_name="calls", db_index=False
    )
    # What it is about; a call out of the blue gets a conversation of its own.
    conversation = models.ForeignKey(
        Conversation, null=True, on_delete=models.CASCADE, related_name="calls"
    )
    message = models.OneToOneField(
        Message, null=True, on_delete=models.CASCADE, related_name="call"
    )
    is_incoming = models.BooleanField(default=False)
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    minutes = models.PositiveIntegerField(default=0)

    objects = ScopedManager.from_queryset(CallQuerySet)()

    class Meta:
        constraints = [
            # Nobody is on two phones at once.
            models.UniqueConstraint(
                fields=["member"], condition=models.Q(ended_at=None), name="call_running_once"
            )
        ]
        indexes = [models.Index(fields=["contact", "-started_at"], name="call_contact")]
