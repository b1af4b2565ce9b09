"""What a member is told."""

from typing import Self

from django.db import models

from rapport.accounts.models import Member
from rapport.engine.attention import Held
from rapport.notifications.models.topic import Topic
from rapport.workspaces.models import Owned, ScopedManager

HELD = [(held.value, held.value) for held in Held]


class NotificationQuerySet(models.QuerySet["Notification"]):
    """Questions about alerts."""

    def unread(self) -> Self:
        """Those that still stand in somebody's list."""
        return self.filter(read_at=None)

    def unweighed(self) -> Self:
        """Unread, and nobody has decided yet whether they may interrupt."""
        return self.filter(read_at=None, weighed_at=None)

    def waiting(self) -> Self:
        """Unread, weighed and in no mail so far; what is for the list only waits for none."""
        rows = self.filter(read_at=None, weighed_at__isnull=False, mailed_at=None)
        return rows.exclude(held=Held.LISTED)


class Notification(Owned):
    """One bundle: several events of one topic about the same record count up until it is read.

    What it is about for a person (`thing`) is the project, else the client, else the record:
    several bundles about one thing are one line of the list.
    """

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+", db_index=False)
    topic = models.CharField(max_length=10, choices=Topic)
    # Where it leads: kind and number of the record; the text is made when shown, so that an
    # erased name is gone here too.
    subject_kind = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    thing_kind = models.CharField(max_length=40)
    thing_id = models.BigIntegerField()
    event_ids = models.JSONField(default=list)
    count = models.PositiveIntegerField(default=1)
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    # Weighed once: it interrupted then, or is held for a reason. An urgent one may have broken
    # through what would have held it.
    weighed_at = models.DateTimeField(null=True)
    interrupted_at = models.DateTimeField(null=True)
    held = models.CharField(max_length=8, choices=HELD, blank=True)
    broke = models.CharField(max_length=8, choices=HELD, blank=True)
    mailed_at = models.DateTimeField(null=True)

    objects = ScopedManager.from_queryset(NotificationQuerySet)()
    everywhere = models.Manager.from_queryset(NotificationQuerySet)()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["member", "topic", "subject_kind", "subject_id"],
                condition=models.Q(read_at=None),
                name="one_unread_bundle",
            )
        ]
        indexes = [
            models.Index(fields=["member", "read_at", "-last_at"], name="bell"),
            models.Index(
                fields=["workspace"],
                condition=models.Q(read_at=None, weighed_at=None),
                name="alert_unweighed",
            ),
            models.Index(
                fields=["workspace", "member"],
                condition=models.Q(read_at=None, mailed_at=None),
                name="alert_unmailed",
            ),
            models.Index(
                fields=["member", "interrupted_at"],
                condition=models.Q(interrupted_at__isnull=False),
                name="alert_interrupted",
            ),
        ]
