"""A message of a conversation, and its attachments."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from rapport.accounts.models import Member
from rapport.clients.models import Contact
from rapport.files.models import StoredFile
from rapport.inbox.models.conversation import Conversation
from rapport.inbox.models.raw_mail import RawMail
from rapport.lib.reader import Reader
from rapport.workspaces.models import Owned, ScopedManager


class MessageQuerySet(models.QuerySet["Message"]):
    """Questions about messages."""

    def visible_to(self, reader: Reader) -> Self:
        """A contact never sees notes, nor a message of an unverified participant, nor anything
        not yet sent."""
        rows = self.filter(workspace_id=reader.workspace_id)
        if reader.sees_everything:
            return rows
        rows = rows.filter(conversation__in=Conversation.objects.visible_to(reader))
        if not reader.is_contact:
            return rows
        return rows.filter(
            kind__in=[Message.Kind.IN, Message.Kind.OUT], is_unverified=False
        ).exclude(kind=Message.Kind.OUT, sent_at=None)


class Message(Owned):
    """One mail, portal message or note. Text as parsed; HTML is cleaned on the way out."""

    class Kind(models.TextChoices):
        """Direction, and who may see it."""

        IN = "in", _("From the client")
        OUT = "out", _("To the client")
        NOTE = "note", _("Internal note")

    class Proof(models.TextChoices):
        """How far the From address of a mail is proved."""

        PASSED = "passed", _("Proved")
        FAILED = "failed", _("Disproved")
        UNKNOWN = "unknown", _("Not proved")
        UNCHECKED = "unchecked", _("Not checked")

    conversation = models.ForeignKey(
        Conversation, on_delete=models.CASCADE, related_name="messages", db_index=False
    )
    kind = models.CharField(max_length=4, choices=Kind)
    raw = models.OneToOneField(
        RawMail, null=True, on_delete=models.RESTRICT, related_name="message"
    )
    message_id = models.CharField(max_length=500, blank=True)
    in_reply_to = models.CharField(max_length=500, blank=True)
    content_hash = models.CharField(max_length=64, blank=True)
    author = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    contact = models.ForeignKey(
        Contact, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    from_name = models.CharField(max_length=200, blank=True)
    from_email = models.CharField(max_length=320, blank=True)
    reply_to = models.CharField(max_length=320, blank=True)
    # Lists of [name, address].
    to = models.JSONField(default=list)
    cc = models.JSONField(default=list)
    subject = models.CharField(max_length=500, blank=True)
    text = models.TextField(blank=True)
    html = models.TextField(blank=True)
    # What the person wrote this time; the rest of `text` is folded.
    visible_text = models.TextField(blank=True)
    quoted_text = models.TextField(blank=True)
    signature_text = models.TextField(blank=True)
    # From somebody who was no participant: shown as such until staff confirms.
    is_unverified = models.BooleanField(default=False)
    # Failed the sender checks of our own mail server, or claims to be one of us.
    is_suspicious = models.BooleanField(default=False)
    # What our own mail server said of the sender; empty where no mail server was asked.
    proof = models.CharField(max_length=10, choices=Proof, blank=True)
    # Same Message-ID as another message, but other content.
    is_twin = models.BooleanField(default=False)
    is_automatic = models.BooleanField(default=False)
    written_at = models.DateTimeField()
    # Outgoing: None until it left; incoming: the Date header, shown but not trusted for order.
    sent_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()

    objects = ScopedManager.from_queryset(MessageQuerySet)()
    everywhere = models.Manager.from_queryset(MessageQuerySet)()

    class Meta:
        indexes = [
            models.Index(fields=["conversation", "written_at", "id"], name="message_order"),
            models.Index(fields=["workspace", "message_id"], name="message_by_id"),
            models.Index(fields=["contact", "-written_at"], name="message_contact"),
        ]


class Attachment(Owned):
    """A file that came or goes with a message."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="attachments")
    file = models.ForeignKey(StoredFile, on_delete=models.RESTRICT, related_name="+")
    content_id = models.CharField(max_length=300, blank=True)
    is_inline = models.BooleanField(default=False)

    objects = ScopedManager()
