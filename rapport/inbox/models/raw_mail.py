"""A mail as it came, kept before anything is tried with it."""

import zlib

from django.db import models
from django.utils.translation import gettext_lazy as _

from rapport.inbox.models.mailbox import Mailbox
from rapport.workspaces.models import Owned, ScopedManager


class RawMail(Owned):
    """The bytes (zlib), where they came from, and the one outcome. Never deleted by intake."""

    class Outcome(models.TextChoices):
        """The closed list; see docs/mail-outcomes.md."""

        WAITING = "waiting", _("Waiting")
        DELIVERED = "delivered", _("Delivered")
        DUPLICATE = "duplicate", _("Duplicate")
        BOUNCE = "bounce", _("Bounce")
        AUTO_REPLY = "auto-reply", _("Automatic reply")
        SPAM = "spam", _("Spam")
        REFUSED = "refused", _("Refused")
        QUARANTINED = "quarantined", _("Quarantined")

    class Source(models.TextChoices):
        """How it came."""

        IMAP = "imap", _("Mailbox")
        IMPORT = "import", _("Import")
        LMTP = "lmtp", _("Our mail server")
        SMTP = "smtp", _("Direct")
        PROVIDER = "provider", _("Mail provider")

    mailbox = models.ForeignKey(Mailbox, null=True, on_delete=models.RESTRICT, related_name="+")
    source = models.CharField(max_length=8, choices=Source)
    # Where in the source: "INBOX/7/4711" or "archive.mbox#12"; a second run finds it again.
    locator = models.CharField(max_length=500)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    content = models.BinaryField()
    # How it was handed over: sender, recipients, and of a server from outside its address, how it
    # greeted and what came of the checks. None where nothing but the mail itself is known.
    envelope = models.JSONField(null=True)
    received_at = models.DateTimeField()
    # Older than our knowing its mailbox, or imported: taken in quietly.
    is_history = models.BooleanField(default=False)
    outcome = models.CharField(max_length=12, choices=Outcome, default=Outcome.WAITING)
    reason = models.CharField(max_length=300, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    settled_at = models.DateTimeField(null=True)

    objects = ScopedManager()
    everywhere = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "source", "locator", "sha256"], name="raw_mail_once"
            )
        ]
        indexes = [
            models.Index(fields=["workspace", "outcome", "-id"], name="raw_mail_outcome"),
            models.Index(fields=["workspace", "sha256"], name="raw_mail_hash"),
            models.Index(
                fields=["id"], condition=models.Q(outcome="waiting"), name="raw_mail_waiting"
            ),
        ]

    @property
    def bytes(self) -> bytes:
        """The mail as it came."""
        return zlib.decompress(self.content)
