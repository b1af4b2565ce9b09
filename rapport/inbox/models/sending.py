"""What is being written, and what is on its way out."""

import secrets
from datetime import datetime
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from rapport.accounts.models import Member
from rapport.inbox.models.conversation import Conversation
from rapport.inbox.models.mailbox import Mailbox
from rapport.inbox.models.message import Message
from rapport.workspaces.models import Owned, ScopedManager


def _token() -> str:
    return secrets.token_urlsafe(16)


class DraftQuerySet(models.QuerySet["Draft"]):
    """Questions about drafts."""

    def begun_by(self, member: Member, conversation: Conversation | None) -> "Draft | None":
        """What somebody has begun here; None for a new mail that belongs to no conversation."""
        return self.filter(member=member, conversation=conversation, discarded_at=None).first()


class Draft(Owned):
    """A reply or note somebody has begun; survives reloads. One a person and conversation."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+", db_index=False)
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
    # The id of the last message when it was begun: of later ones its author may not know.
    begun_after = models.BigIntegerField(null=True)
    # Thrown away; kept until something else is written here, so that it can be had back.
    discarded_at = models.DateTimeField(null=True)

    objects = ScopedManager.from_queryset(DraftQuerySet)()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member", "conversation"], name="draft_once"),
            models.UniqueConstraint(
                fields=["member"],
                condition=models.Q(conversation=None),
                name="draft_new_once",
            ),
        ]

    @property
    def is_empty(self) -> bool:
        """Nothing is written, addressed or attached."""
        return not (self.body.strip() or self.subject or self.to or self.cc or self.file_tokens)


class Outbound(models.Model):
    """An outgoing mail: composed once with a stable Message-ID, sent to each recipient once."""

    class State(models.TextChoices):
        """Where the mail is."""

        WAITING = "waiting", _("Waiting")
        SENDING = "sending", _("Sending")
        SENT = "sent", _("Sent")
        FAILED = "failed", _("Failed")
        UNDONE = "undone", _("Undone")
        HELD = "held", _("On hold")

    # The `error` of a mail that nothing can send yet.
    NO_SERVER = "no-server"

    # The Message-ID header: given once, the same however often the mail is tried.
    header_id = models.CharField(max_length=300, unique=True)
    sender = models.EmailField(max_length=320, blank=True)
    # {address: "waiting" | "sent" | "refused: 550 …"}; only the waiting ones are tried again.
    recipients = models.JSONField(default=dict)
    content = models.BinaryField(null=True)
    # A sign-in link or code stands in it: neither it nor whom it was for is kept when it is over.
    holds_key = models.BooleanField(default=False)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    # Nothing is tried before this moment: the undo window, a pause after a failure, or the time
    # after which whoever is sending it must be dead.
    not_before = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.TextField(blank=True)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True

    @property
    def waiting_recipients(self) -> list[str]:
        """Those who have not got it yet and did not refuse it."""
        return [address for address, said in self.recipients.items() if said == "waiting"]


class DispatchQuerySet(models.QuerySet["Dispatch"]):
    """Questions about the outbox."""

    def due(self, at: datetime) -> Self:
        """Ripe, or left by somebody who died over it; held workspaces excepted."""
        return self.filter(
            state__in=[Outbound.State.WAITING, Outbound.State.SENDING],
            not_before__lte=at,
            workspace__mail_held_at=None,
        )

    def unsent(self) -> Self:
        """Waiting, being sent, or failed."""
        return self.exclude(state__in=[Outbound.State.SENT, Outbound.State.UNDONE])


class Dispatch(Owned, Outbound):
    """A mail of a workspace on its way out. Without a mailbox the system's own server sends it."""

    message = models.OneToOneField(
        Message, null=True, on_delete=models.CASCADE, related_name="dispatch"
    )
    mailbox = models.ForeignKey(Mailbox, null=True, on_delete=models.RESTRICT, related_name="+")
    # Its author chose the moment; None leaves after the undo window.
    scheduled_for = models.DateTimeField(null=True)
    # What it says is not true any more then: it is let go instead of sent.
    true_until = models.DateTimeField(null=True)

    objects = ScopedManager.from_queryset(DispatchQuerySet)()
    everywhere = models.Manager.from_queryset(DispatchQuerySet)()

    class Meta:
        indexes = [
            models.Index(fields=["workspace", "state", "not_before"], name="dispatch_due"),
            models.Index(
                fields=["not_before"],
                condition=models.Q(state__in=["waiting", "sending"]),
                name="dispatch_ripe",
            ),
        ]


class SystemMailQuerySet(models.QuerySet["SystemMail"]):
    """Questions about the system's own mail."""

    def due(self, at: datetime) -> Self:
        """Ripe, or left by somebody who died over it."""
        states = [Outbound.State.WAITING, Outbound.State.SENDING]
        return self.filter(state__in=states, not_before__lte=at)


class SystemMail(Outbound):
    """A mail that belongs to no workspace: a password reset, a sign-in code of staff."""

    objects = SystemMailQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["state", "not_before"], name="system_mail_due")]
