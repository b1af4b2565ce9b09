"""The word that a message has come, and when an answer may be expected."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from rapport.inbox.models.conversation import Conversation
from rapport.inbox.models.mailbox import Mailbox
from rapport.inbox.models.sending import Dispatch
from rapport.workspaces.models import Owned, ScopedManager


class Acknowledging(Owned):
    """How a mailbox says that something has come."""

    mailbox = models.OneToOneField(Mailbox, on_delete=models.CASCADE, related_name="acknowledging")
    is_on = models.BooleanField(default=False)
    # {language: text}, where it is not the usual one.
    texts = models.JSONField(default=dict)

    objects = ScopedManager()


class Acknowledgement(Owned):
    """What became of it for one new conversation."""

    class Outcome(models.TextChoices):
        """Sent, or why not."""

        SENT = "sent", _("sent")
        MACHINE = "machine", _("a machine or a list wrote")
        OWN = "own", _("one of our own addresses wrote")
        ADDRESS = "address", _("the same person had one within a day")
        DOMAIN = "domain", _("too many went to the same company within an hour")
        UNREACHABLE = "dead", _("the address does not exist any more")
        LATE = "late", _("the mail server took it too late to be true")

    conversation = models.OneToOneField(
        Conversation, on_delete=models.CASCADE, related_name="acknowledgement"
    )
    mailbox = models.ForeignKey(
        Mailbox, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    email = models.EmailField(max_length=320)
    domain = models.CharField(max_length=253)
    outcome = models.CharField(max_length=8, choices=Outcome)
    dispatch = models.OneToOneField(
        Dispatch, null=True, on_delete=models.SET_NULL, related_name="acknowledgement"
    )
    at = models.DateTimeField()

    objects = ScopedManager()

    class Meta:
        indexes = [
            models.Index(fields=["workspace", "email", "-at"], name="acknowledged_address"),
            models.Index(fields=["workspace", "domain", "-at"], name="acknowledged_domain"),
            models.Index(fields=["mailbox", "-at"], name="acknowledged_mailbox"),
        ]
