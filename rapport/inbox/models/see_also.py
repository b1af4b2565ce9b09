"""Two conversations that are to be read together."""

from django.db import models

from rapport.accounts.models import Member
from rapport.inbox.models.conversation import Conversation
from rapport.workspaces.models import Owned, ScopedManager


class SeeAlso(Owned):
    """A link between two conversations, the same from both sides: `one` has the lower id."""

    one = models.ForeignKey(
        Conversation, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    other = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(
        Member, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    at = models.DateTimeField()

    objects = ScopedManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["one", "other"], name="see_also_once")]
