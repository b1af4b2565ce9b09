"""The door for a mail provider, and what came through it."""

import secrets
import zlib
from datetime import datetime
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from rapport.inbox.models.mailbox import Mailbox
from rapport.workspaces.models import Owned, ScopedManager


def _token() -> str:
    return secrets.token_urlsafe(24)


class MailHook(Owned):
    """Where the provider of a mailbox sends to. Its secret is sealed, and shown once."""

    class Provider(models.TextChoices):
        """Whose dialect it speaks; see integrations.mail_hooks."""

        MAILGUN = "mailgun", "Mailgun"
        POSTMARK = "postmark", "Postmark"
        SENDGRID = "sendgrid", "SendGrid"
        SES = "ses", "Amazon SES"
        BREVO = "brevo", "Brevo"
        MAILJET = "mailjet", "Mailjet"

    mailbox = models.OneToOneField(Mailbox, on_delete=models.CASCADE, related_name="hook")
    provider = models.CharField(_("provider"), max_length=10, choices=Provider)
    # In the address to which it sends; random, so that nobody guesses it.
    token = models.CharField(max_length=40, unique=True, default=_token, editable=False)
    sealed_secret = models.TextField(blank=True, editable=False)
    last_heard_at = models.DateTimeField(null=True, editable=False)
    # Requests without the secret; of them nothing is kept but this.
    refused = models.PositiveIntegerField(default=0, editable=False)
    refused_at = models.DateTimeField(null=True, editable=False)
    created_at = models.DateTimeField()

    objects = ScopedManager()
    everywhere = models.Manager()


class HookDeliveryQuerySet(models.QuerySet["HookDelivery"]):
    """Questions about deliveries."""

    def left(self, before: datetime) -> Self:
        """Waiting longer than they should."""
        return self.filter(outcome=HookDelivery.Outcome.WAITING, received_at__lt=before)


class HookDelivery(Owned):
    """A request of a provider as it came, kept before anything is tried with it. Once its mail is
    kept as such, the bytes are let go."""

    class Kind(models.TextChoices):
        """What it is about."""

        MAIL = "mail", _("Mail")
        FATE = "fate", _("What became of a mail of ours")

    class Outcome(models.TextChoices):
        """The closed list; see docs/mail-outcomes.md."""

        WAITING = "waiting", _("Waiting")
        TAKEN = "taken", _("Taken in")
        IGNORED = "ignored", _("Ignored")
        QUARANTINED = "quarantined", _("Quarantined")

    hook = models.ForeignKey(
        MailHook, on_delete=models.CASCADE, related_name="deliveries", db_index=False
    )
    kind = models.CharField(max_length=4, choices=Kind)
    # A digest of the bytes: the same request twice is one.
    key = models.CharField(max_length=64)
    # Those headers that its reader needs.
    headers = models.JSONField(default=dict)
    content = models.BinaryField()
    size = models.PositiveIntegerField()
    received_at = models.DateTimeField()
    outcome = models.CharField(max_length=12, choices=Outcome, default=Outcome.WAITING)
    # What the reader said, for whoever looks into it.
    said = models.CharField(max_length=300, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    settled_at = models.DateTimeField(null=True)

    objects = ScopedManager.from_queryset(HookDeliveryQuerySet)()
    everywhere = models.Manager.from_queryset(HookDeliveryQuerySet)()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["hook", "kind", "key"], name="hook_delivery_once")
        ]
        indexes = [
            models.Index(fields=["workspace", "outcome", "-id"], name="hook_delivery_outcome"),
            models.Index(
                fields=["id"], condition=models.Q(outcome="waiting"), name="hook_delivery_waiting"
            ),
        ]

    @property
    def bytes(self) -> bytes:
        """As it came."""
        return zlib.decompress(self.content)
