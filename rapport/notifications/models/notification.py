"""What a member is told, and how they want to be told."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from rapport.accounts.models import Member
from rapport.workspaces.models import Owned, ScopedManager


class Topic(models.TextChoices):
    """What a notification is about."""

    MESSAGE = "message", _("A client wrote")
    ASSIGNED = "assigned", _("Something was assigned to me")
    MENTION = "mention", _("Somebody mentioned me")
    DEADLINE = "deadline", _("A target is near or missed")
    PROMISE = "promise", _("A promise is due or will slip")
    DECISION = "decision", _("A client approved, refused or answered")
    FEEDBACK = "feedback", _("A client rated us")
    FOLLOWED = "followed", _("Something happened where I follow")
    HELD = "held", _("A client wrote before my answer left")
    RETURNED = "returned", _("Something I put off came back")
    TROUBLE = "trouble", _("Something failed and needs a hand")


class Notification(Owned):
    """One bundle: several events about the same thing count up until it is read."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+", db_index=False)
    topic = models.CharField(max_length=10, choices=Topic)
    # Where it leads: kind and number of the record; the text is made when shown, so that an
    # erased name is gone here too.
    subject_kind = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    event_ids = models.JSONField(default=list)
    count = models.PositiveIntegerField(default=1)
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True)

    objects = ScopedManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["member", "topic", "subject_kind", "subject_id"],
                condition=models.Q(read_at=None),
                name="one_unread_bundle",
            )
        ]
        indexes = [models.Index(fields=["member", "read_at", "-last_at"], name="bell")]


class Preference(Owned):
    """How a member wants a topic: in the app unless off; by mail soon, once a day or never."""

    class Mail(models.TextChoices):
        """When a mail goes out."""

        NEVER = "never", _("Never")
        SOON = "soon", _("Soon, bundled")
        DAILY = "daily", _("Once a day")

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+", db_index=False)
    topic = models.CharField(max_length=10, choices=Topic)
    in_app = models.BooleanField(default=True)
    mail = models.CharField(max_length=6, choices=Mail, default=Mail.NEVER)

    objects = ScopedManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member", "topic"], name="preference_a_topic")
        ]
