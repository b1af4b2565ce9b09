"""A mail that its server would not hand over."""

from datetime import datetime
from typing import Self

from django.db import models

from rapport.inbox.models.mailbox import Mailbox
from rapport.workspaces.models import Owned, ScopedManager


class StuckMailQuerySet(models.QuerySet["StuckMail"]):
    """Questions about mails that could not be had."""

    def due(self, at: datetime) -> Self:
        """Those whose turn to be asked for again has come, longest due first."""
        return self.filter(given_up_at=None, next_try_at__lte=at).order_by("next_try_at", "pk")


class StuckMail(Owned):
    """Its place in the folder and what the server said; the row goes once the mail is here."""

    mailbox = models.ForeignKey(
        Mailbox, on_delete=models.CASCADE, related_name="stuck", db_index=False
    )
    uid = models.BigIntegerField()
    tries = models.PositiveSmallIntegerField(default=0)
    last_error = models.TextField(blank=True)
    first_tried_at = models.DateTimeField()
    last_tried_at = models.DateTimeField()
    next_try_at = models.DateTimeField()
    # Asked for no more, until a person says so.
    given_up_at = models.DateTimeField(null=True)

    objects = ScopedManager.from_queryset(StuckMailQuerySet)()
    everywhere = models.Manager.from_queryset(StuckMailQuerySet)()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mailbox", "uid"], name="stuck_mail_once")]
