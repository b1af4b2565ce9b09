"""How far somebody has read, and what they want to read again."""

from datetime import timedelta

from django.db import models
from django.db.models import Q

from rapport.accounts.models import Member
from rapport.inbox.models.conversation import Conversation
from rapport.workspaces.models import Owned, ScopedManager

# What is older and was never opened counts as read: nobody goes back through years.
NEWS_FOR = timedelta(days=30)


class Reading(Owned):
    """One a member and conversation, once they have opened it."""

    conversation = models.ForeignKey(
        Conversation, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+", db_index=False)
    # The moment of the last word that they have seen.
    upto = models.DateTimeField()
    # Unread because they say so, however old.
    is_kept = models.BooleanField(default=False)

    objects = ScopedManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member", "conversation"], name="reading_once")
        ]
        indexes = [
            models.Index(fields=["conversation"], name="reading_of"),
            models.Index(
                fields=["member", "conversation"], condition=Q(is_kept=True), name="reading_kept"
            ),
        ]
