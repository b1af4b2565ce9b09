"""What is being written, and what is on its way out."""

import secrets

from django.db import models
from django.utils.translation import gettext_lazy as _

from rapport.accounts.models import Member
from rapport.inbox.models.conversation import Conversation
from rapport.inbox.models.mailbox import Mailbox
from rapport.inbox.models.message import Message
from rapport.workspaces.models import Owned, ScopedManager


def _token() -> str:
    return secrets.token_urlsafe(16)


class Draft(Owned):
    """A reply or note somebody has begun; survives reloads. One a person and conversation."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    conversation = models.ForeignKey(
        Conversation, null=True, on_delete=models.CASCADE, related_name="drafts"
    )
    token = models.CharField(max_length=30, unique=True, default=_token)
    kind = models.CharField(max_length=4, choices=Message.Kind, default=Message.Kind.OUT)
    to = models.JSONField(default=list)
    cc = models.JSONField(default=list)
    subject = models.CharField(max_length=500, blank=True)
    body = models.TextField(blank=True)
    file_tokens = models.JSONField(default=list)
    # Rises with each save; a save that names an older one is a conflict and is shown.
    revision = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField()

    objects = ScopedManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member", "conversation"], name="draft_once")
        ]


class Dispatch(Owned):
    """An outgoing mail: composed once with a stable Message-ID, sent to each recipient once."""

    class State(models.TextChoices):
        """Where the mail is."""

        HELD = "held", _("Held back")
        WAITING = "waiting", _("Waiting")
        SENDING = "sending", _("Sending")
        SENT = "sent", _("Sent")
        FAILED = "failed", _("Failed")
        UNDONE = "undone", _("Undone")

    message = models.OneToOneField(
        Message, null=True, on_delete=models.CASCADE, related_name="dispatch"
    )
    mailbox = models.ForeignKey(Mailbox, null=True, on_delete=models.PROTECT, related_name="+")
    # The Message-ID header: given once, the same however often the mail is tried.
    header_id = models.CharField(max_length=300, unique=True)
    sender = models.EmailField(max_length=320, blank=True)
    # {address: "waiting" | "sent" | "refused: 550 …"}; only the waiting ones are tried again.
    recipients = models.JSONField(default=dict)
    content = models.BinaryField(null=True)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    # The undo window: nothing leaves before this moment.
    not_before = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.TextField(blank=True)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    objects = ScopedManager()

    class Meta:
        indexes = [
            models.Index(fields=["workspace", "state", "not_before"], name="dispatch_due"),
        ]
