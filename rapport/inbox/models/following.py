"""Who is told of a conversation that is not theirs."""

from django.db import models

from rapport.accounts.models import Member
from rapport.inbox.models.conversation import Conversation
from rapport.workspaces.models import Owned, ScopedManager


class Following(Owned):
    """A member who wants to hear what happens in a conversation."""

    conversation = models.ForeignKey(
        Conversation, on_delete=models.CASCADE, related_name="followings", db_index=False
    )
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    since = models.DateTimeField()

    objects = ScopedManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["conversation", "member"], name="following_once")
        ]
