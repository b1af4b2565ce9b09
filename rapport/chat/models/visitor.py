"""Who writes in a chat: a browser that shows the token it was given."""

import hashlib
from datetime import datetime, timedelta
from typing import Self

from django.db import models

from rapport.accounts.models import Member
from rapport.channels.models import Handle
from rapport.workspaces.models import Owned, ScopedManager

# An open page says so every twenty seconds.
GONE_AFTER = timedelta(seconds=50)
TYPES_ON = timedelta(seconds=6)
# So long an answer waits to be read before it goes by mail as well.
PATIENCE = timedelta(minutes=2)


class VisitorQuerySet(models.QuerySet["Visitor"]):
    """Questions about visitors."""

    def owed(self, at: datetime) -> Self:
        """Those who left before they read an answer, and said where mail reaches them."""
        rows = self.filter(owed_since__lte=at - PATIENCE, seen_at__lt=at - GONE_AFTER)
        return rows.exclude(email="")


class Visitor(Owned):
    """A session. The handle is what the inbox knows of whoever writes in it; name and address are
    what they say themselves, unless it was proved whose they are."""

    # Of whoever is proved several sessions share one: their phone's, and their computer's.
    handle = models.ForeignKey(Handle, on_delete=models.CASCADE, related_name="visitors")
    # Of the token; the token itself is in their browser alone.
    token_digest = models.CharField(max_length=64, unique=True)
    language = models.CharField(max_length=8)
    time_zone = models.CharField(max_length=60)
    email = models.EmailField(max_length=254, blank=True)
    # The address that their own sign-in proved, in lower case; whoever proves the same one sees
    # what was said here.
    proved = models.EmailField(max_length=254, blank=True)
    # The page's, as far as it may show the widget.
    origin = models.CharField(max_length=200, blank=True)
    seen_at = models.DateTimeField()
    typing_at = models.DateTimeField(null=True)
    # Somebody of us writes an answer just now.
    answering_at = models.DateTimeField(null=True)
    answering = models.ForeignKey(
        Member, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    # Something of all this changed, or there is something to read: open pages are told.
    stirred_at = models.DateTimeField()
    # They saw what was sent until then; what was sent until then went by mail.
    read_until = models.DateTimeField(null=True)
    mailed_until = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True)
    owed_since = models.DateTimeField(null=True)
    created_at = models.DateTimeField()

    objects = ScopedManager.from_queryset(VisitorQuerySet)()
    everywhere = models.Manager.from_queryset(VisitorQuerySet)()

    class Meta:
        indexes = [
            models.Index(fields=["stirred_at"], name="visitor_stirred"),
            models.Index(fields=["seen_at"], name="visitor_seen"),
            models.Index(fields=["workspace", "email"], name="visitor_email"),
            models.Index(
                fields=["workspace", "proved"],
                condition=~models.Q(proved=""),
                name="visitor_proved",
            ),
            models.Index(
                fields=["owed_since"],
                condition=models.Q(owed_since__isnull=False),
                name="visitor_owed",
            ),
        ]

    def is_here(self, at: datetime) -> bool:
        """Whether a page of theirs is open."""
        return at - self.seen_at < GONE_AFTER

    def is_typing(self, at: datetime) -> bool:
        """Whether they write just now."""
        return self.typing_at is not None and at - self.typing_at < TYPES_ON

    def is_answered_now(self, at: datetime) -> bool:
        """Whether somebody of us writes to them just now."""
        return self.answering_at is not None and at - self.answering_at < TYPES_ON


class Declined(Owned):
    """A mail address whose owner wants no answers of chats; kept as a keyed digest alone."""

    digest = models.CharField(max_length=64)
    at = models.DateTimeField()

    objects = ScopedManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace", "digest"], name="declined_once")
        ]


def digest_of(token: str) -> str:
    """What is kept of a token: it is random and long, so a plain digest gives nothing away."""
    return hashlib.sha256(token.encode()).hexdigest()
